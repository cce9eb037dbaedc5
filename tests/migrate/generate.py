"""Makes random programs that run: families laid out at random, and modules that import and use them in every form.

A program is a function of its seed. It has one or two families; each has a canonical module, a product, and around it
shims, chains of shims, aliases, empty subclasses, wrappers, equal and diverged copies. Importers take names from any of
these in any form of import, at any depth, and use them in many ways. Each module that uses something has a function
`trace()` that gives what it saw, so that the program can be compared with itself after a migration.
"""

import random

NOUNS = ["Valve", "Probe", "Kiln", "Crane", "Pump", "Gauge", "Loom", "Press", "Forge", "Winch"]
FOLDERS = ["core", "old", "compat", "bench", "plant", "night"]
ACCENTS = ["Größe", "déjà vu", "señal"]


class Provider:
    """A name that can be imported from a module; `group` says which object it is."""

    def __init__(self, module, name, kind, group):
        self.module, self.name, self.kind, self.group = module, name, kind, group


class Module:
    """One file: its text, and how it is written down."""

    def __init__(self, name, is_package=False):
        self.name, self.is_package = name, is_package
        self.is_namespace = False
        self.lines, self.eol, self.indent, self.bom, self.encoding, self.has_final_newline = [], "\n", "    ", False, "utf-8", True

    @property
    def path(self):
        return self.name.replace(".", "/") + ("/__init__.py" if self.is_package else ".py")

    def add(self, *lines):
        for line in lines:
            self.lines += line.split("\n")

    def encode(self):
        head = [f"# -*- coding: {self.encoding} -*-"] if self.encoding != "utf-8" else []
        lines = [self.indent * ((len(line) - len(line.lstrip(" "))) // 4) + line.lstrip(" ") for line in head + self.lines]
        text = self.eol.join(lines).rstrip()
        text += self.eol if self.has_final_newline and text else ""
        return (b"\xef\xbb\xbf" if self.bom else b"") + text.encode(self.encoding)


class Family:
    """The names of one family, and who provides them."""

    def __init__(self, noun, root, number):
        self.noun, self.low, self.root = noun, noun.lower(), root
        self.factory, self.getter, self.maker = f"{noun}Factory", f"get_{noun.lower()}_factory", f"create_{noun.lower()}"
        self.private, self.product, self.limit = f"_{noun.lower()}_shared", noun, 10 + number
        self.providers, self.equal, self.wrappers, self.copies = [], [], [], 0


class Program:
    """Modules by name, what may become one, and the words that a changed line may hold."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.seed, self.modules, self.families = seed, {}, []
        self.words, self.groups, self.copies = set(), [], set()
        self.importers, self.needed = [], set()
        self.root = self.random.choice(["app", "mill", "works"])
        self.is_chance = lambda percent: self.random.random() * 100 < percent

    def module(self, name):
        """That module; its packages come into being with it."""
        if name not in self.modules:
            parts = name.split(".")
            for length in range(1, len(parts)):
                self.modules.setdefault(".".join(parts[:length]), Module(".".join(parts[:length]), True))
            self.modules[name] = Module(name)
        return self.modules[name]

    def fresh(self, stem):
        """A module name that is not taken."""
        while True:
            parts = [self.root] + self.random.sample(FOLDERS, self.random.randrange(0, 3)) + [f"{stem}{self.random.choice(['', '_a', '_b', '2', '_x'])}"]
            name = ".".join(parts)
            if name not in self.modules and not any(name.startswith(other + ".") and not module.is_package for other, module in self.modules.items()):
                return name

    def files(self):
        return {module.path: module.encode() for module in self.modules.values() if not module.is_namespace}

    def import_order(self):
        return sorted(self.modules, key=lambda name: (name in self.importers, name))


# --- Families ---

def factory_lines(family, name, limit=None, extra=()):
    return [f"class {name}:", f'    """Makes {family.low}s."""', "", f"    limit = {limit or family.limit}", "",
            "    def create(self, size=1):", f"        return {family.product}(min(size, self.limit))", "", "    @classmethod",
            "    def twice(cls, size):", "        return [cls().create(size), cls().create(size)]", *extra]


def make_canonical(program, family):
    r = program.random
    product = program.module(program.fresh(f"{family.low}"))
    product.add(f'"""One {family.low}."""', "", "", f"class {family.product}:", "    def __init__(self, size):", "        self.size = size", "", "",
                f"class {family.noun}Error(Exception):", f'    """Trouble with a {family.low}."""')
    home = program.module(program.fresh(f"{family.low}_factory"))
    home.add(f'"""Where {family.low}s are made."""', "", f"from {product.name} import {family.product}", "", "")
    home.add(*factory_lines(family, family.factory), "", "", f"{family.private} = {family.factory}()", "", "",
             f"def {family.getter}():", f"    return {family.private}", "", "",
             f"def {family.maker}(size=2):", f"    return {family.factory}().create(size)")
    for name, kind in ((family.factory, "class"), (family.getter, "getter"), (family.maker, "maker"), (family.private, "instance")):
        family.providers.append(Provider(home.name, name, kind, f"{home.name}:{name}"))
    family.home, family.product_module = home.name, product.name
    family.providers.append(Provider(product.name, f"{family.noun}Error", "error", f"{product.name}:error"))
    family.equal.append((home.name, family.factory))
    if r.random() < 0.2:
        home.add("", "", f'__all__ = ["{family.factory}", "{family.getter}", "{family.maker}"]')


def of_family(family, *kinds):
    return [provider for provider in family.providers if provider.kind in kinds]


def module_text(program, importer, target):
    """How `importer` may spell the module: absolute, or relative."""
    if program.random.random() < 0.7 or not target.startswith(program.root + "."):
        return target
    base = importer.name.split(".") if importer.is_package else importer.name.split(".")[:-1]
    there, level = target.split("."), 1
    while base and there[:len(base)] != base:
        base, level = base[:-1], level + 1
    rest = there[len(base):]
    return "." * level + ".".join(rest) if base and rest else target


def add_shim(program, family):
    """Hands on some names: straight, under try, lazily, by star; from the canonical or from another shim."""
    r, source = program.random, program.random.choice(of_family(family, "class")).module
    here = [p for p in family.providers if p.module == source and p.kind != "error"]
    names = [p for p in here if p.kind == "class"][:1] + [p for p in here[1:] if r.random() < 0.6]
    names = list({p.name: p for p in names}.values())
    shim = program.module(program.fresh(r.choice([f"{family.low}s", "shim", "legacy", "facade"])))
    text, listed = module_text(program, shim, source), ", ".join(p.name for p in names)
    shim.add(f'"""Old path of the {family.low}s."""', "")
    form = r.choice(["plain", "plain", "plain", "try-none", "try-stub", "lazy", "alias"])
    aliased = {}
    if form == "plain":
        shim.add(f"from {text} import {listed}")
    elif form == "try-none":
        shim.add("try:", f"    from {text} import {listed}", "except ImportError:", f"    {' = '.join(p.name for p in names)} = None")
    elif form == "try-stub":
        shim.add("try:", f"    from {text} import {listed}", "except ImportError:", f"    class {names[0].name}:", "        def create(self, size=1):",
                 "            raise RuntimeError", "")
        shim.add(*[f"    {p.name} = None" for p in names[1:]])
    elif form == "lazy":
        shim.add("import importlib", "", "", "def __getattr__(name):", f"    if name in {{{', '.join(repr(p.name) for p in names)}}}:",
                 f'        return getattr(importlib.import_module("{source}"), name)', "    raise AttributeError(name)")
    else:
        aliased = {names[0].name: f"Old{names[0].name}"}
        shim.add(f"from {text} import {', '.join(p.name + (' as ' + aliased[p.name] if p.name in aliased else '') for p in names)}")
    if r.random() < 0.4 and form != "lazy":
        shim.add(f"__all__ = [{', '.join(repr(aliased.get(p.name, p.name)) for p in names)}]")
    for p in names:
        family.providers.append(Provider(shim.name, aliased.get(p.name, p.name), p.kind, p.group))
    if r.random() < 0.3:
        shim.add(f"{family.noun.upper()}_SPARE = 7")
        if not any(line.startswith("__all__") for line in shim.lines):
            family.providers.append(Provider(shim.name, f"{family.noun.upper()}_SPARE", "value", "value"))


def add_alias(program, family):
    source = program.random.choice(of_family(family, "class"))
    module = program.module(program.fresh("names"))
    name = program.random.choice(["Fast", "Main", "Plain"]) + family.factory
    module.add(f"from {module_text(program, module, source.module)} import {source.name}", "", "")
    if program.is_chance(50):
        module.add(f"{name} = {source.name}")
    else:
        module.add(f"class {name}({source.name}):", f'    """The {family.low}s of the night."""')
        family.equal.append((module.name, name))
        program.copies.add(name)
    family.providers.append(Provider(module.name, name, "class", "alias"))


def add_copy(program, family):
    """A copy that is equal, or went its own way; sometimes with more beside it."""
    r, is_equal = program.random, program.is_chance(65)
    module = program.module(program.fresh(r.choice([f"{family.low}_maker", "backup_line", "depot"])))
    module.add(f'"""{family.noun}s, copied."""', "", f"from {module_text(program, module, family.product_module)} import {family.product}")
    if r.random() < 0.4:
        module.add("", "_scale = 3", f"{family.noun.upper()}_SCALE = _scale * 2")
        family.providers.append(Provider(module.name, "_scale", "value", "value"))
        family.providers.append(Provider(module.name, f"{family.noun.upper()}_SCALE", "value", "value"))
    module.add("", "")
    family.copies += 1  # those that went their own way are not equal to each other either
    extra = () if is_equal else ("", "    def drain(self):", f"        return -self.limit - {family.copies}")
    module.add(*factory_lines(family, family.factory, None if is_equal else family.limit // 2, extra))
    if r.random() < 0.3:
        module.add("", "", f"def check_{family.low}(size):", f"    return isinstance({family.factory}().create(size), {family.product})")
        family.providers.append(Provider(module.name, f"check_{family.low}", "check", "check"))
    family.providers.append(Provider(module.name, family.factory, "class" if is_equal else "diverged", module.name))
    if is_equal:
        family.equal.append((module.name, family.factory))
        program.copies.add(family.factory)
    if is_equal and r.random() < 0.2:
        # The canonical needs something of the copy's module: an eager redirect would close a cycle.
        home = program.modules[family.home]
        module.lines[1:1] = [f"{family.noun.upper()}_FLOOR = 1"]
        home.lines[2:2] = [f"from {module.name} import {family.noun.upper()}_FLOOR"]
        home.add("", "", f"def floor_{family.low}():", f"    return {family.noun.upper()}_FLOOR")


def add_wrapper(program, family):
    source = program.random.choice(of_family(family, "class"))
    module = program.module(program.fresh("wrap"))
    name = f"Desk{family.factory}"
    module.add(f"from {module_text(program, module, source.module)} import {source.name}", "", "", f"class {name}:", "    limit = 1", "",
               "    def __init__(self):", f"        self._inner = {source.name}()", "", "    def create(self, size=1):",
               "        return self._inner.create(size)")
    family.providers.append(Provider(module.name, name, "diverged", module.name))
    family.wrappers.append((module.name, name))
    program.copies.add(name)


def add_package_face(program, family):
    """The package of the canonical re-exports it."""
    package = family.home.rsplit(".", 1)[0]
    if package == program.root or program.modules[package].lines or family.product_module.startswith(package + "."):
        return
    program.modules[package].add(f"from .{family.home.rsplit('.', 1)[1]} import {family.factory}")
    family.providers.append(Provider(package, family.factory, "class", "face"))


# --- Importers ---

class Unit:
    """An import with its uses: lines for the top of the module, lines for a function, expressions that are facts."""

    def __init__(self, program, importer, number):
        self.program, self.importer, self.number, self.random = program, importer, number, program.random
        self.imports, self.facts, self.bound = [], [], set()


def spell(unit, text, pairs):
    """One from-import in some layout; pairs of name and alias."""
    r, items = unit.random, [name + (f" as {alias}" if alias else "") for name, alias in pairs]
    form = r.choice(["plain"] * 4 + ["tight", "lines", "lines", "slash", "joined", "comment", "semicolon", "spaces"])
    if form == "tight":
        return [f"from {text} import ({', '.join(items)})"]
    if form == "lines":
        notes = [r.choice(["", "", f"  # {name} is wanted", "  # noqa: F401"]) for name, _ in pairs]
        return [f"from {text} import (" + r.choice(["", "  # from the old place"]),
                *[f"    {item},{note}" for item, note in zip(items, notes)], ")" + r.choice(["", "  # so far"])]
    if form == "slash":
        return [f"from {text} import \\", f"    {', '.join(items)}"]
    if form == "joined":
        return [r.choice([f"import os; from {text} import {', '.join(items)}", f"from {text} import {', '.join(items)}; import os"])]
    if form == "semicolon":
        return [f"from {text} import {', '.join(items)};"]
    if form == "spaces":
        return [f"from  {text}  import  {' ,  '.join(items)}  "]
    if form == "comment":
        return ["# what follows is old", f"from {text} import {', '.join(items)}  # keep: {r.choice(ACCENTS)}"]
    return [f"from {text} import {', '.join(items)}"]


def import_names(unit, module, providers, taken):
    """from M import names, perhaps under others; returns provider -> expression."""
    pairs, expressions = [], {}
    for provider in providers:
        alias = None
        if provider.name in taken or unit.random.random() < 0.3:
            alias = f"{unit.random.choice(['Local', 'My', 'the_'])}{provider.name.strip('_')}_{unit.number}"
        pairs.append((provider.name, alias))
        expressions[provider] = alias or provider.name
        unit.bound.add(alias or provider.name)
    unit.imports += spell(unit, module_text(unit.program, unit.importer, module), pairs)
    return expressions


def import_module(unit, module, providers, taken):
    """The module itself is imported, and asked for its names."""
    package, _, last = module.rpartition(".")
    form = unit.random.choice(["dotted", "as", "from", "from-as"])
    if form == "dotted":
        unit.imports.append(f"import {module}")
        unit.bound.add(module.split(".", maxsplit=1)[0])
        name = module
    elif form == "as" or last in taken or not package:
        name = f"mod_{unit.number}"
        unit.imports.append(f"import {module} as {name}")
        unit.bound.add(name)
    else:
        name = last if form == "from" else f"mod_{unit.number}"
        unit.imports.append(f"from {module_text(unit.program, unit.importer, package)} import {last}" + (f" as {name}" if name != last else ""))
        unit.bound.add(name)
    return {provider: f"{name}.{provider.name}" for provider in providers}


def import_cascade(unit, family, provider, taken):
    """try/except ImportError, up to three deep, the first arms perhaps missing; perhaps both arms the same."""
    if provider.name in taken:
        return None
    rest = [p for p in family.providers if p.name == provider.name and p.kind == provider.kind and p.group == provider.group]
    arms = [provider] * 2 if unit.random.random() < 0.3 else [provider] + unit.random.sample(rest, min(len(rest), unit.random.randrange(0, 3)))
    lines, depth = [], 0
    if unit.random.random() < 0.3:
        arms.insert(0, Provider(f"{unit.program.root}.gone", provider.name, provider.kind, "gone"))
    for number, arm in enumerate(arms):
        pad = "    " * depth
        statement = f"from {module_text(unit.program, unit.importer, arm.module)} import {arm.name}"
        if number == len(arms) - 1 and number > 0 and unit.random.random() < 0.5:
            lines.append(pad + statement)
            break
        lines += [f"{pad}try:", f"{pad}    {statement}", f"{pad}except ImportError:" + unit.random.choice(["", "  # old installations"])]
        depth += 1
        if number == len(arms) - 1:
            lines.append(f"{'    ' * depth}{provider.name} = None")
    unit.imports += lines
    unit.bound.add(provider.name)
    return {provider: provider.name}


CLASS_USES = ["{e}().create({k}).size", "isinstance({e}().create({k}), object)", "isinstance({e}(), {e})", "[{e}().create(i).size for i in range({k})]",
              "(lambda: {e})()().create({k}).size", "(lambda factory={e}: factory.limit)()", "{{'a': {e}}}['a'].limit", "getattr({e}, 'limit')",
              "f'{{{e}.limit}}'", "[f().limit for f in ({e},)]", "({e} if {k} else None)().limit", "next(f for f in [{e}]).limit",
              "{e}(\n    ).create(\n        {k},\n    ).size", "(found := {e}) and found.limit", "(lambda *, kind={e}: kind().create({k}).size)()",
              "{{**dict(kind={e})}}['kind'].limit", "(not {e}) or {e}.limit", "str({e}().create({k}).size) + 'of {e}'[:2]",
              "f'{{{e}().create({k}).size:>3}}' f\"{{ {e}.limit }}\"", "list(map(lambda size: {e}().create(size).size, (1, {k})))"]
USES = {
    "class": CLASS_USES + ["[item.size for item in {e}.twice({k})]"],
    "diverged": CLASS_USES,
    "getter": ["{e}().create({k}).size", "{e}() is {e}()"],
    "maker": ["{e}({k}).size", "[{e}(size).size for size in (1, {k})]"],
    "instance": ["{e}.create({k}).size", "{e}.limit"],
    "value": ["{e}", "{e} + {k}"],
    "error": ["issubclass({e}, Exception)"],
    "check": ["{e}({k})"],
}
# What a class may be used for in statements; {n} is unique in the module.
CLASS_BLOCKS = [
    ["class Sub_{n}({e}):", "    def create(self, size=1):", "        return super().create(size + 1)", "facts.append(Sub_{n}().create({k}).size)"],
    ["def inner_{n}(factory: {e} = {e}()) -> '{q}':", "    return factory", "facts.append(inner_{n}().limit)"],
    ["class Holder_{n}:", "    kind = {e}", "    made = {e}().create({k})", "facts.append((Holder_{n}.kind.limit, Holder_{n}.made.size))"],
    ["for each_{n} in ({e},):", "    facts.append(each_{n}.limit)"],
    ["def outer_{n}():", "    def deep():", "        return {e}", "    return deep()().limit", "facts.append(outer_{n}())"],
    ["@lambda function: function({e})", "def made_{n}(factory):", "    return factory.limit", "facts.append(made_{n})"],
    ["async def later_{n}(factory: '{q}' = {e}):", "    return factory().limit", "try:", "    later_{n}().send(None)",
     "except StopIteration as stop:", "    facts.append(stop.value)"],
    ["match {e}.limit:", "    case 1 | 2:", "        facts.append({e})", "    case number:", "        facts.append(number)"],
    ["def nested_{n}():", "    kind = {e}", "    def swap():", "        nonlocal kind", "        kind, old = None, kind", "        return old",
     "    return swap().limit, kind", "facts.append(nested_{n}())"],
    ["if {e}: facts.append({e}.limit)", "else: facts.append(None)"],
    ["while True:", "    facts.append([{e}.limit for _ in range(2) if {e}]); break"],
    ["with open(__file__) as _: facts.append({e}().create({k}).size)"],
    ["note_{n}: '{q}' = {e}()", "facts.append(note_{n}.limit)"],
    ["try:", "    raise KeyError({e}.limit)", "except KeyError as error:", "    facts.append(error.args[0])"],
]


def add_uses(unit, expressions):
    """Facts and blocks for the function, given how each provider is spelled."""
    r, blocks = unit.random, []
    for provider, expression in expressions.items():
        for _ in range(r.randrange(1, 4)):
            k = r.randrange(1, 6)
            if provider.kind in ("class", "diverged") and r.random() < 0.35:
                block = r.choice(CLASS_BLOCKS)
                number = f"{unit.number}_{len(blocks)}"
                blocks += [line.format(e=expression, q=expression, k=k, n=number) for line in block]
            else:
                blocks.append(f"facts.append({r.choice(USES[provider.kind]).format(e=expression, k=k)})")
        if provider.kind == "diverged" and r.random() < 0.3 and not provider.name.startswith("Desk"):
            blocks.append(f"facts.append({expression}().drain())")
    return blocks


def place_unit(unit, top, body, blocks):
    """The import goes to the top, into the function, deeper, or into a class."""
    r, number = unit.random, unit.number
    where = r.choice(["top"] * 5 + ["function", "function", "nested", "guarded", "conditional", "finally"])
    if len(unit.imports) == 1 and not unit.imports[0].rstrip().endswith("\\") and r.random() < 0.15:
        where = r.choice(["one line", "if"])
    function = [f"def use_{number}():", "    facts = []"]
    if where == "top":
        top += unit.imports
        function += ["    " + line for line in "\n".join(blocks).split("\n")]
    elif where == "function":
        function += ["    " + line for line in "\n".join(unit.imports + blocks).split("\n")]
    elif where == "nested":
        function += ["    def inside():"] + ["        " + line for line in "\n".join(unit.imports + blocks).split("\n")] + ["    inside()"]
    elif where == "one line":
        statement = unit.imports[0].split("  #")[0].rstrip(" ;")
        bound = sorted(unit.bound)
        function += ["    def fetch(): " + statement + "; return " + ", ".join(bound) + ("," if len(bound) == 1 else ""), f"    {', '.join(bound)}"
                     + ("," if len(bound) == 1 else "") + " = fetch()"]
        function += ["    " + line for line in "\n".join(blocks).split("\n")]
    elif where == "if":
        top += ["if os: " + unit.imports[0]]
        function += ["    " + line for line in "\n".join(blocks).split("\n")]
    elif where == "finally":
        function += ["    try:"] + ["        " + line for line in "\n".join(unit.imports).split("\n")]
        function += ["    finally:", "        facts.append('at last')"] + ["    " + line for line in "\n".join(blocks).split("\n")]
    elif where == "guarded":
        function += ["    with open(__file__, 'rb'):"] + ["        " + line for line in "\n".join(unit.imports + blocks).split("\n")]
    else:
        function += ["    if facts == []:"] + ["        " + line for line in "\n".join(unit.imports).split("\n")]
        function += ["    " + line for line in "\n".join(blocks).split("\n")]
    body += ["", "", *function, "    return facts"]
    if where == "top" and r.random() < 0.35:
        # What the import gives is read when the module is loaded, too.
        name = sorted(unit.bound)[0]
        body += ["", "", f"EARLY_{number} = [{name}]" if r.random() < 0.5 else f"def early_{number}(value={name}):\n    return value"]
    return unit.bound if where in ("top", "if") else set()


def add_class_import(unit, provider, body):
    body += ["", "", f"class Desk_{unit.number}:", f"    from {module_text(unit.program, unit.importer, provider.module)} import {provider.name}", "",
             f"    chosen = {provider.name}", "", "    def limit(self):", f"        return self.{provider.name}.limit", "", "",
             f"def use_{unit.number}():", f"    return [Desk_{unit.number}().limit(), Desk_{unit.number}.chosen.limit]"]


def add_typing_import(unit, provider, top, body):
    name = f"Hint_{unit.number}"
    top += ["from typing import TYPE_CHECKING", "", "if TYPE_CHECKING:", f"    from {provider.module} import {provider.name} as {name}"]
    body += ["", "", f"def use_{unit.number}(factory: '{name} | None' = None) -> 'list[{name}]':", "    return [factory]"]


def add_noise(program, body, number):
    """What has nothing to do with the families, or only names them in data."""
    r, family = program.random, program.random.choice(program.families)
    provider = r.choice(family.providers)
    body += ["", r.choice(["# nothing to see", f"# from {provider.module} import {provider.name}", f"# {r.choice(ACCENTS)}"]),
             r.choice([f'NAMES_{number} = ["{provider.module}.{provider.name}"]', f'RULE_{number} = "from {provider.module} import {provider.name}"',
                       f"TABLE_{number} = {{\n    1: 2,\n    3: [4,\n        5],\n}}", f"plain_{number} = lambda value: value; other_{number} = 1",
                       f'TEXT_{number} = """\nfrom {provider.module} import {provider.name}\n"""'])]


def add_importer(program, number):
    r = program.random
    importer = program.module(program.fresh(f"user{number}"))
    program.importers.append(importer.name)
    top, body, taken, count = [], [], {"os"}, r.randrange(1, 5)
    if r.random() < 0.6:
        importer.add(f'"""User {number}."""', "")
    if r.random() < 0.15:
        importer.add("from __future__ import annotations", "")
    top.append("import os")
    body += ["", "", "def use_os():", "    return [os.sep]"]
    for unit_number in range(count):
        family = r.choice(program.families)
        unit, provider = Unit(program, importer, unit_number), r.choice(family.providers)
        beside = [p for p in family.providers if p.module == provider.module and p is not provider and p.name != provider.name]
        chosen = [provider] + r.sample(beside, min(len(beside), r.randrange(0, 3)))
        program.needed |= {(p.module, p.name) for p in chosen}
        form = r.choice(["names"] * 6 + ["module"] * 2 + ["cascade"] * 2 + ["class", "typing"])
        if form == "class" and provider.kind in ("class", "diverged"):
            add_class_import(unit, provider, body)
        elif form == "typing" and provider.kind in ("class", "diverged"):
            add_typing_import(unit, provider, top, body)
        else:
            expressions = None
            if form == "cascade":
                expressions = import_cascade(unit, family, provider, taken)
            elif form == "module":
                expressions = import_module(unit, provider.module, chosen, taken)
            if expressions is None:
                expressions = import_names(unit, provider.module, chosen, taken)
            taken |= place_unit(unit, top, body, add_uses(unit, expressions))
        if r.random() < 0.4:
            add_noise(program, body, unit_number)
    importer.add(*top)
    add_export(program, importer, taken - {"os"}, body)
    importer.add(*body, "", "", "def trace():", f"    return [use_os(), {', '.join(f'use_{n}()' for n in range(count))}]")


def add_export(program, importer, taken, body):
    """The importer hands on what it imported, by its __all__; or a function of it rebinds the name, and so only its own."""
    r = program.random
    names = sorted(name for name in taken if name.isidentifier())
    if names and r.random() < 0.2:
        listed = r.sample(names, r.randrange(1, len(names) + 1))
        importer.add("", f"__all__ = [{', '.join(repr(name) for name in listed)}, 'trace']")
        program.needed |= {(importer.name, name) for name in listed}
        reader = program.module(program.fresh("through"))
        program.importers.append(reader.name)
        reader.add(f"from {module_text(program, reader, importer.name)} import {listed[0]} as handed", "", "", "def trace():", "    return bool(handed)")
    elif names and r.random() < 0.2:
        name = r.choice(names)
        body += ["", "", "def forget():", f"    global {name}", f"    saved, {name} = {name}, None", f"    lost = {name}", f"    {name} = saved",
                 "    return lost"]


def add_star_importer(program):
    """Takes everything by a star and uses some of it."""
    r, family = program.random, program.random.choice(program.families)
    source = r.choice(of_family(family, "class")).module
    module = program.modules[source]
    is_lazy = any(line.startswith("def __getattr__") for line in module.lines)
    listed = next((line for line in module.lines if line.startswith("__all__")), None)
    names = [p for p in family.providers if p.module == source and (repr(p.name) in listed or f'"{p.name}"' in listed if listed else not p.name.startswith("_"))]
    if is_lazy or not names:
        return
    importer = program.module(program.fresh("star"))
    program.importers.append(importer.name)
    unit = Unit(program, importer, 0)
    chosen = r.sample(names, r.randrange(1, len(names) + 1))
    importer.add(f"from {module_text(program, importer, source)} import *" + r.choice(["", "  # everything"]), "", "", "def trace():", "    facts = []")
    importer.add(*["    " + line for line in "\n".join(add_uses(unit, {p: p.name for p in chosen})).split("\n")], "    return facts")


SEAM = '''
class Fake_{n}:
    limit = 99

    def create(self, size=1):
        return self

    @classmethod
    def twice(cls, size):
        return []

    size = 98


def seam_{n}():
    with mock.patch("{target}", {fake}):
        return {read}
'''


def add_seams(program):
    """Patches of names, where they are looked up and where they are not, and modules loaded by name."""
    r = program.random
    checks = program.module(program.fresh("checks"))
    program.importers.append(checks.name)
    checks.add("import importlib", "from unittest import mock")
    calls = []
    for number in range(r.randrange(1, 4)):
        family = r.choice(program.families)
        provider = r.choice(of_family(family, "class", "diverged"))
        form = r.choice(["module", "function", "product", "load"])
        if form == "load":
            checks.add("", "", f"def seam_{number}():", f'    return importlib.import_module("{provider.module}").{provider.name}.limit')
        else:
            target, fake = f"{provider.module}.{provider.name}", f"Fake_{number}"
            reader = program.module(program.fresh("reader"))
            program.importers.append(reader.name)
            package, _, last = provider.module.rpartition(".")
            if form == "module":
                reader.add(f"from {package} import {last}" if package else f"import {last}", "", "", "def read():", f"    return {last}.{provider.name}.limit")
            else:
                reader.add(f"from {module_text(program, reader, provider.module)} import {provider.name}", "", "", "def read():",
                           f"    return [{provider.name}.limit, {provider.name}().create(3).size]")
                target = r.choice([target, f"{reader.name}.{provider.name}"])
            if form == "product" and (provider.module, provider.name) in family.equal and provider.module != family.home \
                    and any(line.startswith("class ") and line.endswith("Factory:") for line in program.modules[provider.module].lines):
                target, fake = f"{provider.module}.{family.product}", f"lambda size: Fake_{number}()"
            reader.add("", "", "def trace():", "    return read()")
            checks.add(f"import {reader.name} as reader_{number}")
            checks.add("", SEAM.format(n=number, target=target, fake=fake, read=f"reader_{number}.read()").rstrip())
        calls.append(f"seam_{number}()")
        program.needed.add((provider.module, provider.name))
    checks.add("", "", "def trace():", f"    return [{', '.join(calls)}]")


# --- The whole ---

def choose_styles(program):
    r = program.random
    for module in program.modules.values():
        module.eol = r.choice(["\n"] * 5 + ["\r\n"])
        module.indent = r.choice(["    "] * 4 + ["\t", "  "])
        module.bom = r.random() < 0.08
        module.encoding = "latin-1" if r.random() < 0.08 and not module.bom else "utf-8"
        module.has_final_newline = r.random() < 0.7
        module.is_namespace = module.is_package and not module.lines and "." in module.name and r.random() < 0.1


ADDITIONS = [add_shim, add_shim, add_shim, add_copy, add_copy, add_alias, add_wrapper, add_package_face]


def generate(seed):
    program = Program(seed)
    r = program.random
    nouns = r.sample(NOUNS, r.choice([1, 1, 2]))
    for number, noun in enumerate(nouns):
        family = Family(noun, program.root, number)
        program.families.append(family)
        make_canonical(program, family)
        for _ in range(r.randrange(1, 5)):
            r.choice(ADDITIONS)(program, family)
    for number in range(r.randrange(2, 6)):
        add_importer(program, number)
    if r.random() < 0.4:
        add_star_importer(program)
    if r.random() < 0.4:
        add_seams(program)
    choose_styles(program)
    program.words = {word for family in program.families for word in (family.noun, family.low, family.noun.upper())}
    program.words |= {name.rsplit(".", 1)[-1] for name in program.modules}
    program.groups = [set(members) for family in program.families for members in (family.equal, family.wrappers)]
    return program
