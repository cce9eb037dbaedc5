#!/usr/bin/env python3
"""Holds the names pass to Python's own symbol tables: `names_beside_symtable.py [--all] CANONRY [FOLDER ...]`.

For every file that this Python compiles, both must find the same scopes, in each scope the same bound names, and for each
name that is read the same binder. Without folders: the standard library and Debian's packages, as far as they are there;
a sample of each unless --all. Each file is one test.

Left out, because symbol tables lack them or have them for other ends: names in quoted annotations, the hidden parameter
of comprehensions, the reference to __class__ that `super` makes. In a class body, a name that is bound only further on is
the module's to canonry, which is what happens; a symbol table, having no order, calls it local. From Python 3.12 on most
comprehensions are merged into the scope around them: files that have one are left out there.
"""

import ast
import collections
import io
import itertools
import pathlib
import re
import subprocess
import sys
import symtable
import sysconfig
import tokenize
import unicodedata
import warnings

PACKAGES = pathlib.Path("/usr/lib/python3/dist-packages")
SAMPLE = 150  # files of each folder
SHOWN = 12  # differences of each file
BATCH = 100  # files of one run of canonry
FOLDERS = [pathlib.Path(sysconfig.get_paths()["stdlib"]), *(PACKAGES / name for name in ("django", "sqlalchemy", "twisted"))]

FUTURE = re.compile(rb"^from __future__ import[^#\n]*\bannotations\b", re.MULTILINE)

COMPREHENSIONS = {"listcomp", "setcomp", "dictcomp", "genexpr"}


# The one parameter of a comprehension: what it loops over first.
HIDDEN = ".0"


class Scope:
    """One scope of either side."""

    def __init__(self, kind, name, line, parent):
        self.kind, self.name, self.line, self.parent = kind, name, line, parent
        self.children = []
        self.bound = set()
        self.read = {}  # name -> set of "here", "builtin", "module" or how many scopes up
        if parent:
            parent.children.append(self)

    def facts(self):
        """What can be compared, independent of the order of children."""
        reads = tuple(sorted((name, tuple(sorted(binders))) for name, binders in self.read.items()))
        return (self.kind, self.name, self.line, tuple(sorted(self.bound)), reads)

    def key(self):
        return (self.facts(), tuple(sorted(child.key() for child in self.children)))


def hops(scope, binder):
    count = 0
    while scope is not binder:
        scope, count = scope.parent, count + 1
    return str(count)


# --- canonry ---

SCOPE = re.compile(r"scope (\d+) \[(\d+),(\d+)\) (\w+)(?: (\S+))? parent=(\S+) line=(\d+)")
BOUND = re.compile(r"bound \[(\d+),(\d+)\) (\S+) by=(\w+) scope=(\d+)")
READ = re.compile(r"read \[(\d+),(\d+)\) (\S+)(?: dotted=\S+ end=\d+)? scope=(\d+) binder=(\S+)(.*)")


def mangled(name, scope):
    """As the compiler knows a name; the dump has it as written."""
    name = unicodedata.normalize("NFKC", name)
    if not name.startswith("__") or name.endswith("__") or "." in name:
        return name
    while scope and scope.kind != "class":
        scope = scope.parent
    owner = scope.name.lstrip("_") if scope else ""
    return f"_{owner}{name}" if owner else name


def lines_by_offset(source):
    return [0, *itertools.accumulate(byte == 10 for byte in source)]


def read_dump(lines, source):
    """(module scope, error) of one file's dump."""
    scopes, starts = [], set()
    error = None
    line_of = lines_by_offset(source)
    for line in lines:
        if line.startswith("error "):
            error = line
        elif found := SCOPE.match(line):
            number, _, _, kind, name, parent, at = found.groups()
            assert int(number) == len(scopes)
            scopes.append(Scope(kind, name or "", int(at), scopes[int(parent)] if parent != "-" else None))
            if kind == "module":
                scopes[0].line = 0
        elif found := BOUND.match(line):
            start, _, name, _, scope = found.groups()
            scopes[int(scope)].bound.add(mangled(name, scopes[int(scope)]))
            starts.add(start)  # `x += 1` and `del x` are reads too, which a symbol table does not say
        elif found := READ.match(line):
            start, _, name, scope, binder, flags = found.groups()
            if "quoted" not in flags and start not in starts:
                add_read(scopes, int(scope), name, binder, line_of[int(start)])
        else:
            raise ValueError(f"unknown line: {line}")
    return scopes, error


def add_read(scopes, number, name, binder, line):
    scope = scopes[number]
    written, name = name, mangled(name, scope)
    if binder == "-":
        value = "builtin"
    elif int(binder) == number:
        value = "here"
    elif int(binder) == 0:
        value = "module"
    else:
        value = hops(scope, scopes[int(binder)])
    scope.read.setdefault(name, set()).add((value, line, written) if scope.kind == "class" else value)


def settle_classes(scopes, dump_bounds):
    """Reads in class bodies before the name is bound there count as local when the place proves that they are early."""
    for number, scope in enumerate(scopes):
        if scope.kind != "class":
            continue
        for name, binders in scope.read.items():
            scope.read[name] = {
                "here" if value in ("module", "builtin") and name in scope.bound
                and line <= min(dump_bounds[number, written]) else value
                for value, line, written in binders
            }


# --- symtable ---

def kind_of(table):
    if table.get_type() == "function":
        if table.get_name() == "lambda":
            return "lambda", ""
        is_comprehension = table.get_name() in COMPREHENSIONS and HIDDEN in table.get_identifiers()
        return ("comprehension", "") if is_comprehension else ("function", table.get_name())
    kind = str(getattr(table.get_type(), "value", table.get_type()))
    if kind not in ("module", "class"):
        raise ValueError(f"{kind}: newer Pythons have scopes for types that are not of one shape from version to version")
    return (kind, "" if kind == "module" else table.get_name())


def convert(table, parent, module_names):
    kind, name = kind_of(table)
    scope = Scope(kind, name, table.get_lineno(), parent)
    symbols = [s for s in table.get_symbols() if not s.get_name().startswith(".")]
    for symbol in symbols:
        if symbol.is_local() and (symbol.is_assigned() or symbol.is_imported() or symbol.is_parameter() or symbol.is_annotated()):
            scope.bound.add(symbol.get_name())
        elif symbol.is_declared_global() and (symbol.is_assigned() or symbol.is_imported()):
            module_names.add(symbol.get_name())
        if kind == "module" and (symbol.is_assigned() or symbol.is_imported()):
            module_names.add(symbol.get_name())
    for child in table.get_children():
        convert(child, scope, module_names)
    scope.symbols = symbols
    return scope


def find_reads(scope, module_names):
    for symbol in scope.symbols:
        name = symbol.get_name()
        if not symbol.is_referenced():
            continue
        if symbol.is_free():
            binder = scope.parent
            while binder and not (name in binder.bound and binder.kind != "class") and not (name == "__class__" and binder.kind == "class"):
                binder = binder.parent
            value = hops(scope, binder)
        elif scope.kind != "module" and symbol.is_local() and name in scope.bound:
            value = "here"
        elif name in module_names:
            value = "here" if scope.kind == "module" else "module"
        else:
            value = "builtin"
        scope.read[name] = {value}
    for child in scope.children:
        find_reads(child, module_names)


def read_tables(text, path):
    module_names = set()
    module = convert(symtable.symtable(text, path, "exec"), None, module_names)
    module.line = 0
    find_reads(module, module_names)
    module.bound = set(module_names)
    return module


# --- Comparing ---

def drop_implicit(ours, theirs):
    """`super` makes a symbol table mention __class__; one that is bound by `nonlocal` is the class's, which no table says."""
    if ours.kind == "class" and "__class__" not in theirs.bound:
        ours.bound.discard("__class__")
    if "super" in theirs.read and "__class__" not in ours.read:
        theirs.read.pop("__class__", None)


def pair(ours, theirs, differences):
    """Children of the same kind, name and line go together; where several do, equal ones first."""
    drop_implicit(ours, theirs)
    if ours.facts() != theirs.facts():
        for what in "kind", "name", "line", "bound":
            one, other = getattr(ours, what), getattr(theirs, what)
            if one != other:
                extra = f"{sorted(one - other)} / {sorted(other - one)}" if what == "bound" else f"{one} / {other}"
                differences.append(f"{theirs.line}: {theirs.kind} {theirs.name}: {what}: ours / theirs: {extra}")
        for name in sorted(set(ours.read) | set(theirs.read)):
            one, other = ours.read.get(name), theirs.read.get(name)
            if one != other:
                differences.append(f"{theirs.line}: {theirs.kind} {theirs.name}: {name} is bound: ours {one}, theirs {other}")
    groups = collections.defaultdict(lambda: ([], []))
    for side, scope in enumerate((ours, theirs)):
        for child in scope.children:
            groups[child.kind, child.name, child.line][side].append(child)
    for label, (mine, others) in groups.items():
        if len(mine) != len(others):
            differences.append(f"{label}: {len(mine)} scopes, not {len(others)}")
            continue
        if len(mine) > 1:
            mine, others = match(mine, others)
        for one, other in zip(mine, others):
            pair(one, other, differences)


def match(mine, others):
    """Orders both so that equal scopes stand beside each other."""
    left, rest = [], list(others)
    matched = []
    for one in mine:
        for other in rest:
            trial = []
            pair(one, other, trial)
            if not trial:
                matched.append((one, other))
                rest.remove(other)
                break
        else:
            left.append(one)
    matched += zip(left, rest)
    return [one for one, _ in matched], [other for _, other in matched]


def without_future(source):
    """Postponed annotations are in no symbol table: the import is turned into one of the same length that does nothing."""
    return FUTURE.sub(lambda found: found[0].replace(b"annotations", b"generators "), source)


def is_merged(text):
    """Does this Python's symbol table lack the scopes of comprehensions that the text has?"""
    merged = (ast.ListComp, ast.SetComp, ast.DictComp)
    return sys.version_info >= (3, 12) and any(isinstance(node, merged) for node in ast.walk(ast.parse(text)))


def compare(path, lines):
    """The differences of one file, or None when this Python does not take it."""
    source = path.read_bytes()
    try:
        text = tokenize.open(path).read()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source, str(path), "exec", dont_inherit=True)
            encoding = tokenize.detect_encoding(io.BytesIO(source).readline)[0]
            text = without_future(source).decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
            if is_merged(text):
                return None
            theirs = read_tables(text, str(path))
    except (SyntaxError, ValueError, UnicodeDecodeError):
        return None
    scopes, error = read_dump(lines, source)
    if error:
        return [error]
    if FUTURE.search(source) and "generators" not in scopes[0].bound:
        scopes[0].bound.discard("annotations")
        theirs.bound.discard("generators")
    settle_classes(scopes, positions(lines, source, last_lines(text)))
    differences = []
    pair(scopes[0], theirs, differences)
    return differences


def last_lines(text):
    """First line -> last line of every statement that is no block."""
    return {
        node.lineno: node.end_lineno for node in ast.walk(ast.parse(text)) if isinstance(node, ast.stmt) and not hasattr(node, "body")
    }


def positions(lines, source, ends):
    """(scope, name) -> the lines where the statements end that bind it."""
    found = collections.defaultdict(list)
    line_of = lines_by_offset(source)
    for line in lines:
        if match_ := BOUND.match(line):
            start, _, name, _, scope = match_.groups()
            found[int(scope), name].append(ends.get(line_of[int(start)] + 1, line_of[int(start)] + 1) - 1)
    return found


def dumps(canonry, paths):
    """path -> lines, of one run."""
    done = subprocess.run(
        [canonry, "dump", "names", "--no-cache", *map(str, paths)], capture_output=True, text=True, errors="surrogateescape", check=True
    )
    by_path, lines = {}, None
    for line in done.stdout.splitlines():
        if line.startswith("file "):
            lines = by_path.setdefault(line[5:], [])
        else:
            lines.append(line)
    return by_path


def lines_of(by_path, path):
    """The dump's paths are relative to one root: the longest that fits is the file's."""
    names = [str(path).split("/", skipped)[-1] for skipped in range(1, str(path).count("/") + 1)]
    return next((by_path[name] for name in names if name in by_path), None)


def sample(folder, everything):
    paths = sorted(p for p in folder.rglob("*.py") if "dist-packages" not in p.relative_to(folder).parts and not p.is_symlink())
    step = 1 if everything else max(1, len(paths) // SAMPLE)
    return paths[::step]


def check_folder(canonry, folder, everything):
    passed = failed = left_out = 0
    paths = sample(folder, everything)
    for first in range(0, len(paths), BATCH):
        batch = paths[first:first + BATCH]
        by_path = dumps(canonry, batch)
        for path in batch:
            lines = lines_of(by_path, path)
            differences = ["not in the dump"] if lines is None else compare(path, lines)
            if differences is None:
                left_out += 1
            elif differences:
                failed += 1
                print(f"{path}:", *differences[:SHOWN], sep="\n    ")
            else:
                passed += 1
    print(f"{folder}: {passed} agree, {failed} differ, {left_out} are not for this Python")
    return passed, failed


def main(args):
    everything = "--all" in args
    args = [arg for arg in args if arg != "--all"]
    if not args:
        sys.exit(__doc__.split("\n", 1)[0])
    canonry = str(pathlib.Path(args[0]).resolve())
    passed = failed = 0
    for folder in [pathlib.Path(arg).resolve() for arg in args[1:]] or FOLDERS:
        if not folder.is_dir():
            print(f"skipped: there is no {folder}")
            continue
        counts = check_folder(canonry, folder, everything)
        passed, failed = passed + counts[0], failed + counts[1]
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
