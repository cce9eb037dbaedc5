#!/usr/bin/env python3
"""Runs the golden cases: `run.py [--update] CANONRY [PART-OF-A-CASE'S-NAME ...]`.

A case is a directory LANGUAGE/TOPIC/SENTENCE below this one, with

    tree/         the code base that is looked at, or
    input.py      when it is one file
    args          further options of the program, as in a shell
    facts.txt     what `canonry dump facts` says; links.txt, families.txt and findings.txt likewise.
                  The file's presence says what is compared; `tests/update` rewrites it.
    must.txt      what has to be true whatever the wording; written by hand, never rewritten (see must.py)
    known-gap     the case is right and the program is not: why. It has to fail until somebody mends it.
    broken        lines "PATH: why": inputs that Python itself does not take

Every input is accepted by Python's own compiler, or it is no test.
"""

import concurrent.futures
import difflib
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile
import warnings

import must

TOP = pathlib.Path(__file__).resolve().parent
STAGES = ["facts", "links", "families", "findings"]
TODAY = "1893456000"  # 2030-01-01: dates in the cases are before or after it
TIMEOUT = 60


class Problem(Exception):
    """A sentence, or a diff, that says why a case fails."""


class Case:
    def __init__(self, path):
        self.path = path
        self.name = path.relative_to(TOP).as_posix()
        self.args = shlex.split(self.read("args") or "", comments=True)
        self.gap = self.read("known-gap")

    def read(self, name):
        """Text of one of the case's files; None when it has no such file."""
        file = self.path / name
        return file.read_bytes().decode("utf-8", "surrogateescape") if file.is_file() else None

    def copy_input(self, folder):
        """Away from our own repository, whose rules and history are not the case's."""
        if (self.path / "tree").is_dir():
            shutil.copytree(self.path / "tree", folder, symlinks=True)
        else:
            folder.mkdir()
            for file in self.path.glob("input.*"):
                shutil.copy(file, folder)

    def inputs(self):
        return sorted(p for p in self.path.rglob("*") if p.suffix in (".py", ".pyi"))


def find_cases(wanted):
    cases = [Case(path) for path in sorted(TOP.glob("*/*/*")) if path.is_dir()]
    return [case for case in cases if not wanted or any(part in case.name for part in wanted)]


def check_inputs(case):
    """Python's own compiler takes every input that is not said to be broken."""
    broken = {line.split(":")[0].strip() for line in (case.read("broken") or "").splitlines() if line.strip()}
    for path in case.inputs():
        name = path.relative_to(case.path).as_posix()
        if name in broken:
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                compile(path.read_bytes(), name, "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            raise Problem(f"{name}: Python refuses it: {error}") from None
    for name in sorted(broken):
        if not (case.path / name).is_file():
            raise Problem(f"broken: there is no {name}")


def run_stage(canonry, case, stage, folder):
    environment = dict(os.environ, HOME=str(folder.parent), XDG_CACHE_HOME=str(folder.parent / "cache"))
    environment.update(SOURCE_DATE_EPOCH=TODAY, LC_ALL="C.UTF-8")
    done = subprocess.run(
        [canonry, "dump", stage, "--no-cache", *case.args, "."],
        cwd=folder, env=environment, capture_output=True, timeout=TIMEOUT, check=False,
    )
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").rstrip("\n")
        raise Problem(f"canonry dump {stage} ended with {done.returncode}:\n{said}")
    return done.stdout.decode("utf-8", "surrogateescape")


def compare(name, expected, actual):
    if expected == actual:
        return
    lines = difflib.unified_diff(
        expected.splitlines(), actual.splitlines(), f"{name} (expected)", f"{name} (what it says)", lineterm=""
    )
    raise Problem("\n".join(lines))


def try_case(canonry, case, update):
    """Raises a Problem; with `update` the expected texts are rewritten first."""
    expected = {stage: case.read(stage + ".txt") for stage in STAGES}
    claims = case.read("must.txt")
    if claims is None and not any(text is not None for text in expected.values()):
        raise Problem("nothing is expected of it: add must.txt, or an empty families.txt and run tests/update")
    check_inputs(case)
    with tempfile.TemporaryDirectory(prefix="canonry-case-") as temporary:
        folder = pathlib.Path(temporary) / "tree"
        case.copy_input(folder)
        said = {}
        for stage in STAGES:
            if expected[stage] is not None or (claims is not None and stage in must.STAGES):
                said[stage] = run_stage(canonry, case, stage, folder)
    if claims is not None:
        try:
            wrong = must.check(claims, said["families"], said["findings"])
        except ValueError as error:
            raise Problem(str(error)) from None
        if wrong:
            raise Problem("\n".join(wrong))
    for stage in STAGES:
        if expected[stage] is None:
            continue
        if update and not case.gap and expected[stage] != said[stage]:
            (case.path / (stage + ".txt")).write_bytes(said[stage].encode("utf-8", "surrogateescape"))
            print(f"{case.name}: {stage}.txt rewritten")
        elif not update or case.gap:
            compare(stage + ".txt", expected[stage], said[stage])


def judge(canonry, case, update):
    """None, or what is wrong with the case."""
    try:
        try_case(canonry, case, update)
    except Problem as problem:
        return None if case.gap else str(problem)
    except subprocess.TimeoutExpired:
        return f"no answer within {TIMEOUT} seconds"
    return "it passes now: remove its file known-gap" if case.gap else None


def main(args):
    update = "--update" in args
    args = [arg for arg in args if arg != "--update"]
    if not args:
        sys.exit(__doc__.split("\n", 1)[0])
    canonry, cases = shutil.which(args[0]), find_cases(args[1:])
    if not canonry:
        sys.exit(f"{args[0]}: no such program; build it first")
    canonry, failed = str(pathlib.Path(canonry).resolve()), 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda case: judge(canonry, case, update), cases)
        for case, wrong in zip(cases, results):
            if wrong:
                failed += 1
                print(f"{case.name}: FAILED\n" + "\n".join("    " + line for line in wrong.split("\n")))
            elif case.gap:
                print(f"{case.name}: known gap: {case.gap.splitlines()[0]}")
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
