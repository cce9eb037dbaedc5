"""What Python itself says of a source: whether it parses, what each scope binds, which names nothing binds or reads."""

import ast
import builtins
import collections
import symtable
import sys
import warnings

DEBIAN = "/usr/lib/python3/dist-packages"

# Names that every module has without binding them.
GIVEN = set(dir(builtins)) | {"__file__", "__name__", "__doc__", "__package__", "__path__", "__spec__", "__loader__", "__builtins__",
                              "__annotations__", "__module__", "__qualname__", "__class__", "__dict__", "WindowsError"}


def find_pyflakes():
    """pyflakes' checker; Debian's where this interpreter has none of its own; None when there is none at all."""
    try:
        import pyflakes.checker
    except ImportError:
        sys.path.append(DEBIAN)
        try:
            import pyflakes.checker
        except ImportError:
            return None
        finally:
            sys.path.remove(DEBIAN)
    return pyflakes.checker


PYFLAKES = find_pyflakes()


def quietly(function, *args, **named):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(*args, **named)


def parses(data):
    """Does the compiler take these bytes? It honours BOM and encoding cookie."""
    try:
        quietly(compile, data, "source", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


class Source:
    """A source that parses, and what can be asked of it."""

    def __init__(self, data):
        self.data = data
        self.tree = quietly(ast.parse, data)
        self.table = quietly(symtable.symtable, data, "source", "exec")
        self.is_star_importer = any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in ast.walk(self.tree))

    def scopes(self):
        """(path of the scope, its table); the second `f` of one scope is `f#2`."""
        stack = [("", self.table)]
        while stack:
            path, table = stack.pop()
            yield path, table
            seen = collections.Counter()
            for child in table.get_children():
                seen[child.get_name()] += 1
                number = seen[child.get_name()]
                name = child.get_name() if number == 1 else f"{child.get_name()}#{number}"
                stack.append((f"{path}.{name}" if path else name, child))

    def bound(self):
        """Scope -> the names it binds; `global x` binds in the module, not here."""
        return {path: {symbol.get_name() for symbol in table.get_symbols() if binds(symbol, path)} for path, table in self.scopes()}

    def exported(self):
        """What a literal __all__ holds."""
        names = set()
        for node in self.tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, (ast.AugAssign, ast.AnnAssign)) else []
            if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets) and node.value is not None:
                names |= {item.value for item in ast.walk(node.value) if isinstance(item, ast.Constant) and isinstance(item.value, str)}
        return names

    def unbound(self):
        """(scope, name) for names that are read, and that neither a scope, nor the module, nor Python binds."""
        if self.is_star_importer:
            return set()
        top = {symbol.get_name() for symbol in self.table.get_symbols() if binds(symbol, "")}
        for path, table in self.scopes():
            top |= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_declared_global() and symbol.is_assigned()}
        quoted = quoted_annotations(self.tree)
        found = {("", name) for name in quoted if name not in top | GIVEN and not self.is_bound_somewhere(name)}
        for path, table in self.scopes():
            for symbol in table.get_symbols():
                name = symbol.get_name()
                is_outer = symbol.is_global() if path else not binds(symbol, path)
                if symbol.is_referenced() and is_outer and name not in top and name not in GIVEN:
                    found.add((path, name))
        if top:
            found |= {("__all__", name) for name in self.exported() if name not in top and "__getattr__" not in top}
        return found

    def is_bound_somewhere(self, name):
        return any(name in names for names in self.bound().values())

    def unused_imports(self):
        """(scope, name) for imported names that nothing in the scope, or inside of it, reads."""
        exported, quoted = self.exported(), quoted_annotations(self.tree)
        found = set()
        for path, table in self.scopes():
            for symbol in table.get_symbols():
                name = symbol.get_name()
                if not symbol.is_imported() or symbol.is_referenced() or name in quoted or (not path and name in exported):
                    continue
                if not is_read_inside(table, name) and not is_future(self.tree, name):
                    found.add((path, name))
        return found

    def flakes(self, pyflakes):
        """What pyflakes says, without line numbers: Counter of (kind, names)."""
        if not pyflakes:
            return collections.Counter()
        checker = quietly(pyflakes.Checker, self.tree)
        return collections.Counter((type(message).__name__, flake_name(message)) for message in checker.messages)


def binds(symbol, path):
    if path and symbol.is_declared_global():
        return False
    return symbol.is_assigned() or symbol.is_imported() or symbol.is_parameter() or symbol.is_namespace()


def is_read_inside(table, name):
    """Does a scope below read the name from here? What a class binds, its methods do not see."""
    if table.get_type() == "class":
        return False
    return any_child_reads(table, name)


def any_child_reads(table, name):
    for child in table.get_children():
        try:
            symbol = child.lookup(name)
        except KeyError:
            symbol = None
        if symbol is None or not binds(symbol, "inner"):
            if (symbol is not None and symbol.is_referenced()) or any_child_reads(child, name):
                return True
        elif child.get_type() == "class" and any_child_reads(child, name):
            return True
    return False


def is_future(tree, name):
    return any(isinstance(node, ast.ImportFrom) and node.module == "__future__" and any(a.name == name for a in node.names) for node in tree.body)


def annotations(tree):
    """The expressions that stand as annotations."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.arg, ast.AnnAssign)) and node.annotation is not None:
            yield node.annotation
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.returns is not None:
            yield node.returns


def quoted_annotations(tree):
    """Names inside of annotations that are written as strings."""
    names = set()
    for note in annotations(tree):
        for item in ast.walk(note):
            if isinstance(item, ast.Constant) and isinstance(item.value, str):
                try:
                    names |= {part.id for part in ast.walk(ast.parse(item.value, mode="eval")) if isinstance(part, ast.Name)}
                except SyntaxError:
                    pass
    return names


def flake_name(message):
    """The name that a message is about, wherever the import took it from."""
    if not message.message_args:
        return ""
    text = str(message.message_args[0])
    if type(message).__name__ in ("UnusedImport", "RedefinedWhileUnused", "ImportShadowedByLoopVar"):
        text = text.split(" as ")[-1].split(".")[-1]
    return text


# What is worse after than before, by pyflakes. What it only suspects of stars goes when stars go.
BAD_FLAKES = {"UndefinedName", "UndefinedLocal", "UndefinedExport", "UnusedImport", "UnusedVariable", "RedefinedWhileUnused",
              "DuplicateArgument", "ImportStarNotPermitted", "LateFutureImport", "ReturnOutsideFunction"}


def is_own_export(old, scope, name):
    """A name that the module defined itself and now only hands on: importing it is the point, nobody here need read it."""
    if scope:
        return False
    try:
        symbol = old.table.lookup(name)
    except KeyError:
        return False
    return binds(symbol, "") and not (symbol.is_imported() and (symbol.is_referenced() or is_read_inside(old.table, name)))


def worse(old_data, new_data, pyflakes=PYFLAKES):
    """Sentences on what is wrong in the new text and was not in the old; both parse."""
    old, new = Source(old_data), Source(new_data)
    for scope, name in sorted(new.unbound() - old.unbound()):
        yield f"nothing binds {name}, which {scope or 'the module'} reads"
    for scope, name in sorted(new.unused_imports() - old.unused_imports()):
        if not is_own_export(old, scope, name) and not is_import_of_redirect(old, new, scope, name):
            yield f"{scope or 'the module'} imports {name} and nothing reads it"
    before, after = old.flakes(pyflakes), new.flakes(pyflakes)
    for (kind, name), count in sorted((after - before).items()):
        if kind not in BAD_FLAKES or (kind == "UnusedImport" and (is_own_export(old, "", name) or is_import_of_redirect(old, new, "", name))):
            continue
        yield f"pyflakes: {kind} {name}, {count} more than before"

def is_import_of_redirect(old, new, scope, name):
    """A redirect's import that only type checkers read: it stands under `if TYPE_CHECKING:` and the module has __getattr__."""
    return not scope and "__getattr__" in new.table.get_identifiers() and "__getattr__" not in old.table.get_identifiers()


def lost_names(old_data, new_data):
    """(scope, name) that the old text bound and the new one does not."""
    old, new = Source(old_data).bound(), Source(new_data).bound()
    return {(scope, name) for scope, names in old.items() for name in names - new.get(scope, set())}


def gained_names(old_data, new_data):
    return lost_names(new_data, old_data)
