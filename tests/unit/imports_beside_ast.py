#!/usr/bin/env python3
"""Moves the names of random import statements in all layouts, and asks Python's ast what has come of it."""

import ast
import collections

import beside_ast

CASES = 6000
MODULES = ["a", "a.b", "pkg.core.engine", "été", ".", "..", ".rel", "...up.two"]
TARGETS = ["x", "x.y", "new.place", "..", ".near", "a_long_package_name.with_long_modules.one_below_the_other.target"]
NAMES = ["Engine", "make", "_private", "über", "X1", "Factory", "run_it", "a_rather_long_name_of_some_function"]
DIRECTIVES = ["# noqa", "# noqa: F401", "# type: ignore", "# pylint: disable=all", "# isort:skip"]
BEFORE = ["", "x = 1\n", "# above\n", "s = '''\nfrom no import thing\n'''\n", "import os\n\n", '"""doc"""\n', "y = (1,\n  2)\n"]
BEHIND = ["", "x = 2\n", "\n\ndef g():\n    pass\n", "# below\n", "t = '''\nimport no\n'''\n", "import os as z; q = 3\n"]

Name = collections.namedtuple("Name", "name alias")


class Statement:
    """A random import statement: its text, and where its comments are."""

    def __init__(self, chance, eol):
        self.chance, self.eol = chance, eol
        self.remarks = []
        self.is_from = chance.random() < 0.8
        self.module = chance.choice(MODULES)
        self.names = self.make_names()
        self.text = self.write()

    def make_names(self):
        names = self.chance.sample(NAMES, self.chance.choice([1, 1, 2, 2, 3, 4, 6]))
        if not self.is_from:
            names = [self.chance.choice(["", "p.", "p.q."]) + name for name in names]
        alias = lambda name: self.chance.choice([None, None, "al_" + name.replace(".", "_"), name.split(".")[-1]])
        return [Name(name, alias(name)) for name in names]

    def blank(self):
        return self.chance.choice([" ", " ", " ", "  ", "\t", " \\" + self.eol + "  "])

    def loose(self, dotted):
        """The name with blanks about its dots, now and then."""
        return dotted.replace(".", self.chance.choice([".", ".", ".", " . "]))

    def item(self, name):
        text = self.loose(name.name)
        return text + self.blank() + "as" + self.blank() + name.alias if name.alias else text

    def comment(self, odds):
        if self.chance.random() >= odds:
            return ""
        if self.chance.random() < 0.25:
            return "  " + self.chance.choice(DIRECTIVES)
        self.remarks.append(f"# remark {self.chance.randrange(10**9)}.")
        return "  " + self.remarks[-1]

    def write(self):
        if not self.is_from:
            return "import" + self.blank() + self.plain_list()
        head = "from" + self.blank() + self.loose(self.module) + self.blank() + "import"
        layout = self.chance.choice(["plain", "brackets", "tall", "tall", "tall", "aligned", "leading", "wild"])
        if layout == "plain":
            return head + self.blank() + self.plain_list()
        head += self.chance.choice([" ", " ", ""])
        return head + "(" + getattr(self, layout)() + ")"

    def plain_list(self):
        comma = self.chance.choice([", ", ",", " , ", ", \\" + self.eol + "    "])
        return comma.join(self.item(name) for name in self.names)

    def trailing(self):
        return self.chance.choice([",", ""])

    def brackets(self):
        return self.plain_list() + self.trailing()

    def rows(self, indent, per_row, end):
        """The names in rows, comments above and behind."""
        text, names = "", list(self.names)
        while names:
            row, names = names[:per_row], names[per_row:]
            lead = self.comment(0.2).strip()
            if lead:
                text += indent + lead + self.eol
            text += indent + ", ".join(self.item(name) for name in row)
            text += ("," if names else end) + self.comment(0.4) + self.eol
            if self.chance.random() < 0.05:
                text += self.eol
        return text

    def tall(self):
        indent = self.chance.choice(["    ", "\t", "  "])
        text = self.comment(0.15) + self.eol + self.rows(indent, self.chance.choice([1, 1, 2, 3]), self.trailing())
        foot = self.comment(0.1).strip()
        if foot:
            text += indent + foot + self.eol
        return text + self.chance.choice(["", "", "   "])

    def aligned(self):
        text = self.rows(" " * 15, 1, self.trailing()).strip()
        last = text.splitlines()[-1]
        return text + self.eol if "#" in last else text

    def leading(self):
        text = ""
        for name in self.names:
            text += ("    , " if text else self.eol + "    ") + self.item(name) + self.comment(0.3) + self.eol
        return text

    def wild(self):
        """Newlines and comments wherever they may stand."""

        def gap():
            wide = self.chance.random() < 0.25
            return self.comment(0.4) + self.eol + " " if wide else self.chance.choice(["", " ", self.eol])

        text = gap()
        for i, name in enumerate(self.names):
            text += "," + gap() if i else ""
            text += name.name
            if name.alias:
                text += (gap() or " ") + " as " + gap() + name.alias
            text += gap()
        return text + ("," + gap() if self.chance.random() < 0.5 else "")


class Place:
    """A random place for the statement: what stands before and behind it, on its line and elsewhere."""

    def __init__(self, chance, eol, text, comment):
        step = chance.choice(["    ", "\t", "  "])
        kind = chance.choice(["module", "module", "module", "def", "def", "alone", "deep", "inline", "joined", "joined-inline"])
        self.kind = kind
        header = {"def": "def f():\n", "alone": "if x:\n", "deep": "class A:\n" + step + "def m(self):\n"}.get(kind, "")
        self.indent = step * {"def": 1, "alone": 1, "deep": 2}.get(kind, 0)
        self.is_shared = kind in ("inline", "joined", "joined-inline")
        self.on_line = {"inline": "if x: ", "joined": "y = 1; ", "joined-inline": "while x: y = 1; "}.get(kind, "")
        if kind == "joined" and chance.random() < 0.3:
            self.on_line = ""
        rest = chance.choice(["", "; z = 3", ";"]) if kind.startswith("joined") and self.on_line else ""
        if kind == "joined" and not self.on_line:
            rest = "; z = 3"
        before = chance.choice(BEFORE) + header
        behind = self.indent + "return_ = 1\n" if kind in ("def", "deep") else ""
        behind += chance.choice(BEHIND)
        self.before = chance.choice(["", "", "\ufeff"]) + before.replace("\n", eol)
        self.behind = behind.replace("\n", "\n" if eol == "\r\n" and chance.random() < 0.3 else eol)
        self.line = self.indent + self.on_line + text + rest + comment
        self.line_end = eol if self.behind or chance.random() < 0.7 else ""
        self.source = self.before + self.line + self.line_end + self.behind


def make_moves(chance, statement):
    """A word for each name, as edit_python reads them, and what is imported then: (module, name, bound)."""
    words, expected = [], []
    targets = [target for target in TARGETS if statement.is_from or not target.startswith(".")]
    targets = chance.sample(targets, chance.choice([1, 1, 2, 3]))
    kinds = chance.choice([["to"], ["keep", "to"], ["keep", "to", "drop"], ["drop"], ["keep", "drop"], ["keep"]])
    for name in statement.names:
        kind = chance.choice(kinds)
        module = chance.choice(targets)
        bound = chance.choice([name.alias or name.name.split(".")[0], "other"])
        new = chance.choice([name.name.split(".")[-1], "New" + str(len(words))])
        if kind != "to":
            words.append(kind)
        elif statement.is_from:
            words.append(f"{module}:{new}={bound}")
        else:
            words.append(f"{module}:={bound}")
        if kind == "keep":
            expected.append(key(statement, name))
        elif kind == "to" and statement.is_from:
            expected.append((module, new, bound))
        elif kind == "to":
            expected.append(("", module, bound))
    return words, expected


def key(statement, name):
    module = statement.module if statement.is_from else ""
    return module, name.name, name.alias or name.name.split(".")[0]


def imported(tree):
    found = []
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            module = "." * node.level + (node.module or "") if isinstance(node, ast.ImportFrom) else ""
            found += [(module, n.name, n.asname or n.name.split(".")[0]) for n in node.names]
    return sorted(set(found))


def without_imports(tree):
    """The rest of the program as text; a suite's lone `pass` is as good as none."""

    class Strip(ast.NodeTransformer):
        def visit_Import(self, node):
            return None

        visit_ImportFrom = visit_Pass = visit_Import

    return ast.dump(Strip().visit(tree))


def changed_part(place, result):
    """What stands where the logical line was; None when anything else was touched."""
    before, behind = place.before, place.behind
    if not result.startswith(before):
        # The last line of a text without a newline at its end takes the one before it along.
        before = before.rstrip("\r\n") if not place.line_end else before
    if not result.startswith(before) or not result.endswith(behind):
        return None
    return result[len(before):len(result) - len(behind)]


def find_problem(statement, place, directive, words, expected, result, eol):
    try:
        tree, old = beside_ast.parse(result), beside_ast.parse(place.source)
    except SyntaxError as error:
        return f"does not parse: {error}"
    others = [k for k in imported(beside_ast.parse(place.source.replace(statement.text, "pass")))]
    if imported(tree) != sorted(set(others + expected)):
        return f"imports {imported(tree)}, not {sorted(set(others + expected))}"
    if without_imports(tree) != without_imports(old):
        return "other statements differ"
    part = changed_part(place, result)
    if part is None:
        return "bytes elsewhere differ"
    if beside_ast.line_ends(part) - {eol if beside_ast.line_ends(place.source) else "\n"}:
        return "foreign line ends"
    for remark in statement.remarks:
        if part.count(remark) != 1:
            return f"{remark!r} stands there {part.count(remark)} times"
    if directive and expected and not place.is_shared and part.count(directive) < part.count("import"):
        return "a directive is not repeated"
    if bool(place.line_end or place.behind) != result.endswith(("\r", "\n")) and part:
        return "the last newline came or went"
    if all(word == "keep" for word in words) and result != place.source:
        return "changed without need"
    return None


def check(editor, chance):
    eol = chance.choice(["\n", "\n", "\n", "\r\n", "\r"])
    statement = Statement(chance, eol)
    comment = statement.comment(0.3)
    place = Place(chance, eol, statement.text, comment)
    directive = comment.strip() if comment.strip() in DIRECTIVES else None
    words, expected = make_moves(chance, statement)
    number = len(imported_before(place))
    result, reason = editor.ask("move", number, place.source, " ".join(words))
    if result is None:
        may_refuse = place.is_shared and statement.remarks and "drop" in words
        problem = None if may_refuse else f"refused: {reason}"
    else:
        problem = find_problem(statement, place, directive, words, expected, result, eol)
    return problem and f"{problem}\n{place.source!r}\n{words}\n{result!r}"


def imported_before(place):
    """The import statements that stand further up."""
    return [line for line in beside_ast.LINE_END.split(place.before) if line.lstrip("\ufeff").startswith("import os")]


if __name__ == "__main__":
    beside_ast.run(CASES, check)
