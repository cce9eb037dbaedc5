#!/usr/bin/env python3
"""Holds the short way to the long one: `parse_all.py [--quick] CANONRY TREE`, TREE one of the names below, or `cases`.

An audit skims every file and parses few. It must say what one says that parses every file whole (--parse-all), byte for
byte but for the number of parsed files; and whatever the number of threads, and with a cold and a warm cache, the same.
"""

import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import run

TIMEOUT = 300
SHOWN_LINES = 40
PACKAGES = pathlib.Path("/usr/lib/python3/dist-packages")

# Where Debian's packages put their sources, and families to narrow to: classes, functions, what has many importers.
TREES = {
    "django": (PACKAGES / "django", ["Paginator", "EmailMessage", "get_connection"]),
    "sqlalchemy": (PACKAGES / "sqlalchemy", ["Engine", "create_engine", "ResultProxy"]),
    "twisted": (PACKAGES / "twisted", ["Deferred", "ClientCreator", "ReconnectingClientFactory"]),
    "stdlib": (pathlib.Path("/usr/lib/python3.11"), ["Logger", "HTTPConnection", "getLogger"]),
}

PARSED = re.compile(rb'"parsed":\s*\d+')

# Skimming sees what is wrong with strings, brackets and indentation; all else that is no Python only a parser sees.
UNPARSED = re.compile(rb'"unparsed":\s*\[.*?\]|"complete":\s*\w+', re.DOTALL)


class Difference(Exception):
    """What two runs that should agree do not agree in."""


def call(canonry, options, folder, cache=None):
    """The JSON report of the current directory, without what may differ."""
    environment = dict(os.environ, SOURCE_DATE_EPOCH=run.TODAY, LC_ALL="C.UTF-8", XDG_CACHE_HOME=cache or "")
    done = subprocess.run(
        [canonry, "audit", "--format", "json", "--exit-zero", *options],
        cwd=folder, env=environment, capture_output=True, timeout=TIMEOUT, check=False,
    )
    if done.returncode != 0:
        raise Difference(f"{' '.join(options)}: ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
    return PARSED.sub(b'"parsed": ?', done.stdout)


def agree(one, other, names):
    if one == other:
        return
    texts = [text.decode("utf-8", "replace").splitlines() for text in (one, other)]
    lines = list(difflib.unified_diff(*texts, *names, lineterm="", n=12))
    raise Difference("\n".join(lines[:SHOWN_LINES]))


def compare_ways(canonry, folder, options, is_broken=False):
    texts = [call(canonry, ["--no-cache", *way, *options], folder) for way in ([], ["--parse-all"])]
    if is_broken:
        texts = [UNPARSED.sub(b"", text) for text in texts]
    agree(*texts, ["skimming", "parsing all"])


def compare_jobs(canonry, folder, options):
    one = call(canonry, ["--no-cache", "--jobs", "1", *options], folder)
    for jobs in "2", "8":
        agree(one, call(canonry, ["--no-cache", "--jobs", jobs, *options], folder), ["1 job", f"{jobs} jobs"])


def compare_caches(canonry, folder, options):
    none = call(canonry, ["--no-cache", *options], folder)
    with tempfile.TemporaryDirectory(prefix="canonry-cache-") as cache:
        for state in "cold", "warm", "warm again":
            agree(none, call(canonry, options, folder, cache), ["no cache", f"{state} cache"])


def tests_of_tree(canonry, folder, families, quick):
    """(name, function, options) of every comparison."""
    yield "zero configuration", compare_ways, []
    for family in families[:1] if quick else families:
        yield f"--family {family}", compare_ways, ["--family", family]
    yield "any number of threads", compare_jobs, []
    yield "any state of the cache", compare_caches, []


def options_of_case(case):
    """What a case asks of `dump` and an audit knows too."""
    return [arg for arg in case.args if arg != "--skim"]


def check_tree(canonry, name, quick):
    folder, families = TREES[name]
    if not folder.is_dir():
        print(f"skipped: there is no {folder}: its Debian package is not installed")
        print(f"0 passed, 0 failed, {len(families) + 3} skipped")
        return 0
    passed = failed = 0
    for title, compare, options in tests_of_tree(canonry, folder, families, quick):
        try:
            compare(canonry, folder, options)
            passed += 1
        except Difference as difference:
            failed += 1
            print(f"{name}: {title}: FAILED\n{difference}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def check_case(canonry, case):
    with tempfile.TemporaryDirectory(prefix="canonry-case-") as temporary:
        folder = pathlib.Path(temporary) / "tree"
        case.copy_input(folder)
        compare_ways(canonry, folder, options_of_case(case), case.read("broken") is not None)


def check_cases(canonry):
    """Each golden case is one test."""
    passed = failed = 0
    for case in run.find_cases([]):
        try:
            check_case(canonry, case)
            passed += 1
        except Difference as difference:
            failed += 1
            print(f"{case.name}: FAILED\n{difference}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def main(args):
    quick = "--quick" in args
    args = [arg for arg in args if arg != "--quick"]
    if len(args) != 2 or args[1] not in ("cases", *TREES):
        sys.exit(__doc__.split("\n", 1)[0])
    canonry, what = str(pathlib.Path(args[0]).resolve()), args[1]
    return check_cases(canonry) if what == "cases" else check_tree(canonry, what, quick)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
