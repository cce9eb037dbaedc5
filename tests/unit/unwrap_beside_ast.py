#!/usr/bin/env python3
"""Unwraps random try statements in all layouts, and asks Python's ast what has come of them."""

import ast

import beside_ast

CASES = 6000
BEFORE = ["", "x = 1\n", "# above\n", "s = '''\ntry:\n    import no\n'''\n", '"""doc"""\n\n']
BEHIND = ["", "x = 2\n", "\n\nx = 3\n", "# below\n", "\n# below\n\nimport q\n", "try:\n    import r\nexcept E:\n    r = 1\n"]
ONE_LINE = ["import a", "from a import b as c", "x = f(1)", "pass", "import a; import b", "raise E", "s = '# no comment'"]
HEADERS = ["except ImportError:", "except (A, B) as e:", "except E :", "except:"]


class Writer:
    """Writes a random try statement; remembers the comments that have to survive, and those that must not be lost."""

    def __init__(self, chance):
        self.chance = chance
        self.kept, self.lost = [], []
        self.number = 0
        self.keeps = True  # what is written now stays

    def remark(self, is_own_line=True):
        self.number += 1
        text = f"# remark {self.number}."
        if self.keeps:
            self.kept.append(text)
        elif is_own_line:
            self.lost.append(text)
        return text

    def maybe(self, odds):
        return self.chance.random() < odds

    def tail(self):
        return "  " + self.remark(is_own_line=False) if self.maybe(0.15) else ""

    def statement(self, indent, step, depth):
        """Lines of one statement."""
        kind = self.chance.choice(["line", "line", "line", "brackets", "string", "joined", "if", "def", "try"])
        inner = indent + step
        if kind == "brackets":
            odd = self.chance.choice([inner, indent, "", inner + inner])
            within = [odd + self.remark()] if self.maybe(0.3) else []
            return [indent + "from a import (" + self.tail(), *within, odd + "b,", inner + "c" + self.tail(), indent + ")"]
        if kind == "string":
            prefix = self.chance.choice(["", "f", "r", "b"])
            return [indent + f"s = {prefix}'''one", indent + "  # two", "", inner + "three'''" + self.tail()]
        if kind == "joined":
            return [indent + "x = 1 + \\", self.chance.choice([indent, inner, ""]) + "  2" + self.tail()]
        if kind == "if" and depth < 2:
            return [indent + "if x:" + self.tail()] + self.suite(inner, step, depth + 1)
        if kind == "def" and depth < 2:
            doc = [inner + '"""Doc.', "", inner + "  more", inner + '"""']
            return [indent + "def g(a, b=2):" + self.tail()] + doc + self.suite(inner, step, depth + 1)
        if kind == "try" and depth < 2:
            body = self.suite(inner, step, depth + 1)
            return [indent + "try:", *body, indent + "except E:", *self.suite(inner, step, depth + 1)]
        return [indent + self.chance.choice(ONE_LINE) + self.tail()]

    def suite(self, indent, step, depth):
        lines = []
        for _ in range(self.chance.choice([1, 1, 2, 3])):
            if self.maybe(0.15):
                lines.append(indent + self.remark())
            if self.maybe(0.15):
                lines.append(self.chance.choice(["", indent, indent + "  "]))
            lines += self.statement(indent, step, depth)
        return lines

    def arm(self, header, outer, step):
        """An arm on one line, or with a suite whose step is its own."""
        if self.maybe(0.2):
            return [outer + header + " " + self.chance.choice(ONE_LINE[:4]) + self.tail()]
        kept, self.keeps = self.keeps, False
        comment = self.tail()
        self.keeps = kept
        own = step if step == "\t" else self.chance.choice([step, "  ", "        "])
        lines = [outer + header + comment] + self.suite(outer + own, step, 0)
        if self.maybe(0.1):
            lines.append(outer + own + self.remark())
        return lines

    def write(self, outer, step):
        lines = self.arm(self.chance.choice(["try:", "try :"]), outer, step)
        if not any("import" in line for line in lines) or self.maybe(0.3):
            lines = [outer + "try:", outer + step + "import z"]
            self.kept.clear()
        self.keeps = False
        headers = self.chance.choice([1, 1, 2])
        for header in self.chance.sample(HEADERS[:3], headers):
            if self.maybe(0.1):
                lines.append(outer + self.remark())
            if self.maybe(0.1):
                lines.append("")
                lines += [outer + self.remark()] if self.maybe(0.3) else []
            lines += self.arm(header, outer, step)
        if self.maybe(0.3):
            self.keeps = True
            lines += self.arm("else:", outer, step)
        self.keeps = True
        return lines


class Unwrap(ast.NodeTransformer):
    """Puts the first try statement's arms in its place."""

    def __init__(self):
        self.is_done = False

    def visit_Try(self, node):
        if self.is_done:
            return node
        self.is_done = True
        return node.body + node.orelse


def find_problem(source, before, behind, result, must_survive, eol):
    expected = Unwrap().visit(beside_ast.parse(source))
    try:
        tree = beside_ast.parse(result)
    except SyntaxError as error:
        return f"does not parse: {error}"
    if ast.dump(tree) != ast.dump(expected):
        return "another program"
    if not result.startswith(before) or not result.endswith(behind):
        return "bytes elsewhere differ"
    if beside_ast.line_ends(result) - {eol}:
        return "foreign line ends"
    for remark in must_survive:
        if result.count(remark) != 1:
            return f"{remark!r} stands there {result.count(remark)} times"
    if source.endswith(("\r", "\n")) != result.endswith(("\r", "\n")):
        return "the last newline came or went"
    return None


def check(editor, chance):
    eol = chance.choice(["\n", "\n", "\n", "\r\n", "\r"])
    step = chance.choice(["    ", "    ", "\t", "  "])
    depth = chance.choice([0, 0, 1, 2])
    before = chance.choice(BEFORE) + "".join(step * i + f"def f{i}():\n" for i in range(depth))
    before = chance.choice(["", "", "", "\ufeff"]) + before
    writer = Writer(chance)
    lines = writer.write(step * depth, step)
    behind = chance.choice(BEHIND)
    text = "\n".join(lines) + ("\n" if behind or chance.random() < 0.7 else "")
    before, text, behind = (part.replace("\n", eol) for part in (before, text, behind))
    source = before + text + behind
    keeps = chance.random() < 0.5
    result, reason = editor.ask("unwrap", 0, source, "keep" if keeps else "lose")
    if result is None:
        problem = None if keeps and writer.lost and "comment" in reason else f"refused: {reason}"
    elif keeps and writer.lost and any(remark not in result for remark in writer.lost):
        problem = "a comment is lost"
    else:
        problem = find_problem(source, before, behind, result, writer.kept, eol)
    return problem and f"{problem}\n{source!r}\n{result!r}"


if __name__ == "__main__":
    beside_ast.run(CASES, check)
