#!/usr/bin/env python3
"""Measures migrations from outside, by the program's command line: `run.py CANONRY [PART-OF-A-TEST'S-NAME ...]`.

    oracle/     the checks themselves: each must notice what it is there to notice
    failures/   what migrations have broken before, see failures.py; first each check by itself, then the program
    c_calls/    duplicates in C and C++, judged by compilers and the programs themselves, see c_calls.py
    sample/     an application of its own through the whole of a migration, see sample.py
    guard/      guard tests: red before a migration, green after, red when something breaks, see guard.py
    guard_c/    the same for C and C++, see guard_c.py
    native/     a whole migration of projects in C and C++, see native.py

`--oracle` runs only what needs no program. Ends with "N passed, N failed".
"""

import concurrent.futures
import functools
import os
import pathlib
import subprocess
import sys

import c_calls
import failures
import guard
import guard_c
import native
import oracle
import sample
import tool


def collect(canonry):
    """(name, function that yields sentences on what is wrong) of every test."""
    tests = [(f"oracle/{test.__name__}", test) for test in oracle.TESTS]
    tests += [(f"oracle/failures/{folder.name}", functools.partial(failures.check_itself, folder)) for folder in failures.folders()]
    tests += [(f"oracle/c_calls/{test.args[0]}", test) for test in c_calls.ORACLES]
    tests.append(("oracle/sample/is_red_before", functools.partial(sample.is_red_before, "")))
    if canonry:
        tests += [(f"failures/{folder.name}", functools.partial(failures.check_program, canonry, folder)) for folder in failures.folders()]
        tests += [(f"c_calls/{test.__name__}", functools.partial(test, canonry)) for test in c_calls.TESTS]
        tests += [(f"guard/{test.__name__}", functools.partial(test, canonry)) for test in guard.TESTS]
        tests += [(f"sample/{test.__name__}", functools.partial(test, canonry)) for test in sample.TESTS if test is not sample.is_red_before]
        tests += guard_c.collect(canonry)
    return tests + native.collect(canonry)


def judge(test):
    try:
        return list(test())
    except tool.Failure as failure:
        return [str(failure)]
    except subprocess.TimeoutExpired as late:
        return [f"not done after {late.timeout} seconds"]


def main(arguments):
    only_oracle = "--oracle" in arguments
    arguments = [argument for argument in arguments if argument != "--oracle"]
    canonry = None if only_oracle else pathlib.Path(arguments.pop(0)).resolve() if arguments else sys.exit(__doc__.split("\n", 1)[0])
    if canonry and not canonry.is_file():
        sys.exit(f"{canonry}: no such program; build it first")
    tests = [(name, test) for name, test in collect(canonry) if not arguments or any(part in name for part in arguments)]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for (name, _), wrong in zip(tests, pool.map(judge, [test for _, test in tests])):
            failed += bool(wrong)
            if wrong:
                print(f"not ok - {name}")
                print("\n".join("    " + line for sentence in wrong for line in sentence.split("\n")), flush=True)
    print(f"{len(tests) - failed} passed, {failed} failed")
    return 1 if failed or not tests else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
