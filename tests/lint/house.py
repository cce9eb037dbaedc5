"""What the lint programs share: the layers, the files to look at, and how checks are run and counted."""

import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]

# A layer includes only itself and the ones before it.
LAYERS = ["base", "analyzers", "rules", "rewriters", "cli"]

# Inputs of tests and other people's code: not written in our style, on purpose.
FOREIGN = ["analyzers/grammars/node_modules", "cli/report/html/node_modules", "tests/bench", "tests/cases", "tests/cli", "tests/fuzz/corpus",
           "tests/migrate/c_calls", "tests/migrate/failures", "tests/migrate/guards", "tests/migrate/native", "tests/migrate/sample", "tests/page/node_modules",
           "tests/schemas"]

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)


def find_files(folders, *endings):
    """(path from the top, text) of our own files with these endings, sorted."""
    found = []
    for folder in folders:
        for path in (TOP / folder).rglob("*"):
            name = path.relative_to(TOP).as_posix()
            if path.is_file() and name.endswith(endings) and not name.startswith(tuple(f + "/" for f in FOREIGN)):
                found.append((name, path.read_text(encoding="utf-8")))
    return sorted(found)


def layer_of(name):
    return name.split("/")[0]


def includes_of(text):
    """The quoted includes, in order."""
    return [quoted for quoted, _ in INCLUDE.findall(text) if quoted]


def run(checks):
    """Runs generators of problems, says what they found, and counts each as one test."""
    failed = 0
    for check in checks:
        problems = list(check())
        print(f"{'not ok' if problems else 'ok'} - {check.__doc__}")
        for problem in problems:
            print(f"    {problem}")
        failed += bool(problems)
    print(f"{len(checks) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
