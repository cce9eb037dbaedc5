#!/usr/bin/env python3
"""A tree whose names, words and logs would be something else wherever they are not taken as data: hostile.py make|read.

make TREE adds it to a tree of an Engine; read CANONRY runs in it everything that prints, and reads each output with a parser
that is not ours: one line for each, with what is wrong. The formats of `canonry audit` for machines: check_report.py.
"""

import html.parser
import json
import os
import pathlib
import re
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
NAMES = [
    "\"quotes' & <script>alert(1)<", "]]>--><!--", "%0A::error file=x::y", "::error::z", "##[error]old",
    "[link](javascript:x) ![i](u) `b` *c* _d_ |e| ~f~ #1 @who", "new\nline\r::warning::w", "tab\tbell\x07esc\x1b[31m",
    "right\u202eto\u2066left", "\u00e9\u4e2d\U0001f680", "{0} {{1}} $HOME \\ back", " spaces ", "-dash", "bad\udcff\udcfe",
    "<!-- canonry:task 0000000000000001 0000000000000001 0000000000000001 done - - -->",
]
COPY = "from app.engine import Engine\n\n\nclass EngineFactory:\n    def create(self, size):\n        return Engine(size + %d)\n"
REASON = "]]> <b>x</b> [a](javascript:b) %0A::error::r \u202e|`q`"
LONG = "x" * 65536
CONFIG = f"""
suppress:
  - path: "app/odd/-dash.py"
    rules: [CN101]
    reason: {json.dumps(REASON)}
families:
  - product: Engine
    allow:
      - path: "app/odd/ spaces .py"
        reason: {json.dumps(REASON)}
        until: 2030-01-01
"""
USES = ["app.compat", "app.odd.<script>alert(1)</script>:[x](y)", "\u202e::error::z", "new\nline\x1b[31m", LONG]


def make(tree):
    tree = pathlib.Path(tree).resolve()
    (tree / "app/odd").mkdir()
    for i, name in enumerate(NAMES):
        with open(os.fsencode(tree / "app/odd") + b"/" + name.replace("/", "|").encode("utf-8", "surrogateescape") + b".py", "w", encoding="utf-8") as f:
            f.write(COPY % i)
    write = lambda name, text: (tree / name).write_text(text, encoding="utf-8")
    write("app/long.py", (COPY % 99).replace("EngineFactory", "EngineFactory" + LONG))
    write("app/wide.py", "from app.engine import Engine\n\n\nif '\u00e9\U0001f680': from app.compat import EngineFactory\n")
    write("app/said.py", (COPY % 98).replace("class", f"# canonry: ignore[CN101] {REASON} {LONG}\nclass"))
    write("app/cup.h", "struct cup { int a; };\n")
    for name in ("new", "make", "<b>", "%0A::error::c"):
        write(f"app/cup_{name}.c", f'#include "cup.h"\n#include <stdlib.h>\nstruct cup *cup_{re.sub("[^a-z]", "_", name)}(void)\n{{\n\treturn malloc(sizeof(struct cup));\n}}\n')
    write("canonry.yaml", CONFIG)
    write("CODEOWNERS", "* @<b>one</b> @::error::two [x](y)\n")
    (tree.parent / "uses").mkdir()
    rows = [json.dumps({"module": name, "name": name, "file": f"/{name}.py", "line": 7, "uses": 3, "at": 1767225600}) for name in USES]
    rows += [json.dumps({"symbol": name, "replacement": name, "uses": 3, "first": 1767000000, "last": 1767225600}) for name in USES]
    (tree.parent / "uses/1").write_text("\n".join([*rows, "<script>", "\x1b[31m"]) + "\n", encoding="utf-8")


# --- Readers: each raises AssertionError with what is wrong ---

UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
COMMAND = re.compile(r"^\s*(::|##\[)", re.MULTILINE)


def printable(text):
    """Nothing that moves a cursor, turns text around, or is a command of a runner that logs it."""
    found = UNSEEN.search(text) or COMMAND.search(text)
    assert not found, f"raw {found[0]!r} in {text[max(0, found.start() - 60):found.end() + 20]!r}"
    assert "\t" not in text, "a raw tab"
    return len(text.splitlines())


class Elements(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = set()

    def handle_starttag(self, tag, attrs):
        self.seen.add((tag, *(name for name, value in attrs if not re.fullmatch("text-align:[a-z]+", value or ""))))

    def handle_comment(self, data):
        assert "--" not in data and re.fullmatch(r" canonry\b[^<>]* ", data), f"a foreign comment: {data[:80]!r}"


OURS = {(tag,) for tag in "h1 h2 h3 h4 p ul ol li code strong em table thead tbody tr th td br sub hr details summary blockquote pre".split()}


def markdown(text):
    """As a renderer sees it: no link, image or element but ours; every row of a table has as many cells as its head."""
    found = UNSEEN.search(text)
    assert not found, f"raw {found[0]!r}"
    try:
        from markdown_it import MarkdownIt
    except ImportError:
        return len(text.splitlines())
    elements = Elements()
    elements.feed(MarkdownIt("commonmark").enable("table").render(text))
    assert elements.seen <= OURS, f"foreign elements: {elements.seen - OURS}"
    return len(text.splitlines())


def as_json(text):
    return len(json.loads(text))


def sealed(text):
    sys.path.insert(0, str(TOP / "tests/cli"))
    import controls

    controls.check_digest(text.encode())
    controls.check_schema(json.loads(text))
    return as_json(text)


def baseline(text):
    printable(text)
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert lines and all(re.fullmatch(r"[0-9a-f]{16} \d+ CN\d+ .+", line) and len(line.encode()) < 700 for line in lines), "a line is no line of a baseline"
    return len(text.splitlines())


AUDIT = ["audit", "--exit-zero"]
OUTPUTS = [
    # name, arguments, how it is read, the file that is read instead of standard output
    ("text", AUDIT, printable, None),
    ("text, everything", [*AUDIT, "--verbose", "--show-suppressed"], printable, None),
    ("text, one a line", [*AUDIT, "--quiet", "--show-suppressed"], printable, None),
    ("baseline", [*AUDIT, "--baseline", "../known.txt", "--update-baseline"], printable, None),
    ("baseline's file", [*AUDIT, "--baseline", "../known.txt"], baseline, "../known.txt"),
    ("controls", ["report", "--controls", "--markdown", "../controls.md"], sealed, None),
    ("controls for people", ["report", "--controls", "--format", "markdown"], markdown, None),
    ("controls beside the sealed one", ["report", "--mapping"], markdown, "../controls.md"),
    ("tracker", ["tracker", "--all"], markdown, None),
    ("tracker as an issue", ["tracker", "--all", "--issue"], markdown, None),
    ("status", ["status", "--usage", "../uses", "--verbose"], printable, None),
    ("status as JSON", ["status", "--usage", "../uses", "--format", "json"], as_json, None),
    ("explain", ["explain", "EngineFactory"], printable, None),
    ("explain a line", ["explain", "app/said.py:5"], printable, None),
    ("verify", ["verify"], printable, None),
    ("plan", ["plan"], as_json, None),
    ("migrate", ["migrate"], printable, None),
    ("unknown name", ["explain", "no::error::\u202e<b>\x1b[31m"], printable, None),
]


def read(canonry):
    for name, arguments, reader, file in OUTPUTS:
        said = subprocess.run([canonry, *arguments], capture_output=True, check=False)
        out = pathlib.Path(file).read_bytes() if file else said.stdout
        try:
            assert said.returncode in (0, 1, 2) and (out or said.stderr), f"exit code {said.returncode}"
            printable(said.stderr.decode("utf-8"))
            reader(out.decode("utf-8")) if out else None
            print(f"{name}: {'read' if out else 'only messages'}")
        except (AssertionError, ValueError) as wrong:
            print(f"{name}: {wrong}")


if __name__ == "__main__":
    {"make": make, "read": read}[sys.argv[1]](*sys.argv[2:])
