#!/usr/bin/env python3
"""Adds up what the tests of one or more build folders said and closes with "N passed, N failed".

A test program ends with that same line, or with Check's summary ("100%: Checks: 12, Failures: 0, Errors: 0").
A program that says neither counts as one test; one that fails without saying how many counts as one failure.
"""

import json
import pathlib
import re
import sys

PLAIN = re.compile(r"^(?:\w+: )?(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$", re.MULTILINE)
CHECK = re.compile(r"^\d+%: Checks: (\d+), Failures: (\d+), Errors: (\d+)$", re.MULTILINE)
SHOWN_LINES = 60


class Count:
    def __init__(self, passed=0, failed=0, skipped=0):
        self.passed, self.failed, self.skipped = passed, failed, skipped

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def __str__(self):
        line = f"{self.passed} passed, {self.failed} failed"
        return f"{line}, {self.skipped} skipped" if self.skipped else line


def count_program(test):
    """What one program said about its tests, mended by how it ended."""
    out = test.get("stdout", "")
    result = test["result"]
    count = Count()
    plain = PLAIN.findall(out)
    if result == "SKIP":
        return Count(skipped=1)
    if plain:
        count = Count(*(int(n or 0) for n in plain[-1]))
    else:
        for checks, failures, errors in CHECK.findall(out):
            bad = int(failures) + int(errors)
            count.add(Count(passed=int(checks) - bad, failed=bad))
    if result not in ("OK", "EXPECTEDFAIL"):
        count.failed = max(count.failed, 1)
    elif not (count.passed or count.failed or count.skipped):
        count.passed = 1
    return count


def show_failure(folder, test):
    print(f"\n--- {folder}: {plain_name(test)}: {test['result']}")
    text = (test.get("stdout", "") + test.get("stderr", "")).rstrip("\n")
    for line in text.split("\n")[-SHOWN_LINES:]:
        print(f"    {line}")


def read_suites(folder):
    """Test name -> suite; a test of several suites is counted in its first."""
    known = json.loads((folder / "meson-info" / "intro-tests.json").read_text(encoding="utf-8"))
    return {test["name"]: test["suite"][0].split(":")[-1] for test in known}


def plain_name(test):
    """ "canonry:unit / pool" -> "pool": Meson puts the suites in front when more than one runs."""
    return test["name"].split(" / ")[-1]


def count_folder(folder):
    """Suite -> Count of one build folder; a folder whose tests never ran is one failure."""
    folder = pathlib.Path(folder)
    log = folder / "meson-logs" / "testlog.json"
    if not log.is_file():
        print(f"\n--- {folder}: not built, or its tests did not run; see above")
        return {"build": Count(failed=1)}
    suite_of = read_suites(folder)
    suites = {}
    for line in log.read_text(encoding="utf-8").splitlines():
        test = json.loads(line)
        count = count_program(test)
        suites.setdefault(suite_of[plain_name(test)], Count()).add(count)
        if count.failed:
            show_failure(folder, test)
    return suites or {"no test at all": Count(failed=1)}


def main(folders):
    total = Count()
    counts = {folder: count_folder(folder) for folder in folders}
    print()
    for folder, suites in counts.items():
        for suite, count in sorted(suites.items()):
            print(f"{folder:<12} {suite:<8} {count}")
            total.add(count)
    print()
    print(total)
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
