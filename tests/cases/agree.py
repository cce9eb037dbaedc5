#!/usr/bin/env python3
"""Holds the skimmer to the parser on texts that nobody wrote: `agree.py CANONRY`.

Each input of the golden cases is changed at random, always in the same way, a few dozen times. The changed texts that
Python's own compiler still takes are put into one directory; the outline that skimming gives for each has to be the one
that parsing gives. One input is one test.
"""

import collections
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import warnings

import run

TRIES = 60  # changes of one input; about a third of the texts are Python
BATCH = 2000  # texts that one run of the program is given
SHOWN_LINES = 24
TIMEOUT = 120

OUTLINE = ("lines ", "broken ", "marks ", "def ", "block ", "import ", "  name ", "binding ", "seam ", "exports")

# What is put in somewhere, or at the beginning of a line, or in place of a line's end.
WORDS = [" ", "\t", "#", "# (", "()", "[]", "{}", '""', "''", '"', "'''", "\\\n", ";", ",", ":", ".", "=", "(", ")", "[", "]",
         "async ", "await ", "lambda: ", "not ", "*", "**", "@", "->", ":=", "f", "rb", "\n", "\n\n", "\f", "é", "x", "_", "0"]
STARTS = ["pass; ", "if x: ", "x = ", "x: int = ", "with x: ", "    ", "\t", "# ", "try: ", "import a.b as c; ", "del x; ",
          "from . import y; ", "global z; ", "for i in x: ", "while x: ", "@x\n", "x = y = ", "x += ", "(", "return ", "yield "]
ENDS = [" \\\n", "; ", "  # end\n", "\r\n", "\n\n", "", " ;\n", ")\n", ":\n", ", \\\n", " if x else y\n", "\n  # lower\n"]


def change(text, chance):
    """One small change."""
    lines = text.splitlines(keepends=True) or [""]
    at, line = chance.randrange(len(text) + 1), chance.randrange(len(lines))
    kind = chance.randrange(8)
    if kind == 0:
        return text[:at] + text[at + chance.randint(1, 3) :]
    if kind in (1, 2):
        return text[:at] + chance.choice(WORDS) + text[at:]
    if kind == 3:
        lines[line] = ""
    elif kind == 4:
        lines.insert(line, chance.choice(lines))
    elif kind == 5:
        body = lines[line].lstrip()
        lines[line] = lines[line][: len(lines[line]) - len(body)] + chance.choice(STARTS) + body
    elif kind == 6:
        lines[line] = lines[line].rstrip("\n") + chance.choice(ENDS)
    else:
        other = chance.randrange(len(lines))
        lines[line], lines[other] = lines[other], lines[line]
    return "".join(lines)


def is_python(text):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "?", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def is_disputed(data):
    """A lone carriage return ends a line for Python only; where a backslash before a comment ends one nobody minds."""
    return b"\r" in data.replace(b"\r\n", b"") or re.search(rb"\\\r?\n\s*#", data)


def variants_of(path):
    """Texts near an input that are Python, each once."""
    text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n").removeprefix("\ufeff")
    chance, found = random.Random(path.relative_to(run.TOP).as_posix()), {}
    for _ in range(TRIES if text.strip() else 0):
        changed = text
        for _ in range(chance.randint(1, 3)):
            changed = change(changed, chance)
        data = changed.encode()
        if not is_disputed(data) and is_python(data):
            found[data] = None
    return list(found)


def outlines(canonry, folder, options):
    """File name -> lines of its outline, and the files that the grammar takes for broken."""
    environment = dict(os.environ, LC_ALL="C.UTF-8")
    done = subprocess.run(
        [canonry, "dump", "facts", "--no-cache", *options, "."],
        cwd=folder, env=environment, capture_output=True, timeout=TIMEOUT, check=True,
    )
    found, broken, name = collections.defaultdict(list), set(), None
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        if line.startswith("file "):
            name = line[5:]
        elif line.startswith("error "):
            broken.add(name)
        elif line.startswith(OUTLINE):
            found[name].append(line)
    return found, broken


def first_difference(one, other):
    for left, right in zip(one + ["(end)"], other + ["(end)"]):
        if left != right:
            return f"skimmed: {left}\nparsed:  {right}"
    return "(the end of one of them)"


def show(path, text, skimmed, parsed):
    print(f"{path}: FAILED\n{first_difference(skimmed, parsed)}")
    for line in text.decode("utf-8", "replace").splitlines()[:SHOWN_LINES]:
        print(f"    {line}")


def compare_batch(canonry, batch):
    """(path, text, skimmed, parsed) of texts whose outlines differ, and how many texts the grammar takes for broken."""
    with tempfile.TemporaryDirectory(prefix="canonry-agree-") as folder:
        for number, (_, text) in enumerate(batch):
            (pathlib.Path(folder) / f"v{number:04}.py").write_bytes(text)
        skimmed, _ = outlines(canonry, folder, ["--skim"])
        parsed, broken = outlines(canonry, folder, [])
    differing = []
    for number, (path, text) in enumerate(batch):
        name = f"v{number:04}.py"
        if name not in broken and skimmed[name] != parsed[name]:
            differing.append((path, text, skimmed[name], parsed[name]))
    return differing, len(broken)


def main(args):
    if len(args) != 1:
        sys.exit(__doc__.split("\n", 1)[0])
    canonry = str(pathlib.Path(args[0]).resolve())
    inputs = sorted(path for path in (run.TOP / "python").rglob("*.py"))
    texts = [(path, text) for path in inputs for text in variants_of(path)]
    failed, misread = set(), 0
    for start in range(0, len(texts), BATCH):
        differing, broken = compare_batch(canonry, texts[start : start + BATCH])
        misread += broken
        for path, *what in differing:
            failed.add(path)
            show(path.relative_to(run.TOP), *what)
    tried = len({path for path, _ in texts})
    print(f"{len(texts)} texts, of which the grammar takes {misread} for broken")
    print(f"{tried - len(failed)} passed, {len(failed)} failed")
    return 1 if failed or not tried else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
