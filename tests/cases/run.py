#!/usr/bin/env python3
"""Runs the golden cases: `run.py [--update] CANONRY [PART-OF-A-CASE'S-NAME ...]`.

A case is a directory LANGUAGE/TOPIC/SENTENCE below this one, with

    tree/         the code base that is looked at, or
    input.py      when it is one file; input.c or input.cc the same
    base          a folder below this one, "LANGUAGE/TOPIC/_name", over which the tree is laid
    args          further options of the program, as in a shell
    facts.txt     what `canonry dump facts` says; links.txt, families.txt and findings.txt likewise.
                  The file's presence says what is compared; `tests/update` rewrites it.
    cfacts.txt    what `canonry dump cfacts` says of C and C++ files
    plan.txt      what `canonry dump plan` says
    patch.diff    what `canonry migrate --diff` prints. It must apply, and make what `--write` makes; the result must
                  parse as far as the input does, and a second run must find nothing more to change.
    migrate-args  options for these two alone, as --unsafe
    must.txt      what has to be true whatever the wording; written by hand, never rewritten (see must.py)
    known-gap     the case is right and the program is not: why. It has to fail until somebody mends it.
    broken        lines "PATH: why": inputs that Python itself does not take

A case with tree/compile_commands.json is about what a compiler reads: it is skipped where the program finds no libclang.

Every input is accepted by Python's own compiler, those in C and C++ by gcc and clang where they are installed, or it is
no test.
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
STAGES = ["facts", "links", "families", "findings", "cfacts"]
PLAN, PATCH = "plan.txt", "patch.diff"
TODAY = "1893456000"  # 2030-01-01: dates in the cases are before or after it
TIMEOUT = 60
COMPILERS = {".c": ["gcc", "clang"], ".cpp": ["g++", "clang++"], ".cc": ["g++", "clang++"]}
STANDARDS = {".c": "-std=gnu17", ".cpp": "-std=gnu++20", ".cc": "-std=gnu++20"}


class Problem(Exception):
    """A sentence, or a diff, that says why a case fails."""


class Case:
    def __init__(self, path):
        self.path = path
        self.name = path.relative_to(TOP).as_posix()
        self.args = shlex.split(self.read("args") or "", comments=True)
        self.migrate_args = self.args + shlex.split(self.read("migrate-args") or "", comments=True)
        self.gap = self.read("known-gap")

    def read(self, name):
        """Text of one of the case's files; None when it has no such file."""
        file = self.path / name
        return file.read_bytes().decode("utf-8", "surrogateescape") if file.is_file() else None

    def needs_libclang(self):
        return (self.path / "tree/compile_commands.json").is_file() and "--no-semantic" not in self.args

    def copy_input(self, folder):
        """Away from our own repository, whose rules and history are not the case's."""
        base = self.read("base")
        if base:
            shutil.copytree(TOP / base.strip(), folder, symlinks=True)
        if (self.path / "tree").is_dir():
            shutil.copytree(self.path / "tree", folder, symlinks=True, dirs_exist_ok=True)
        else:
            folder.mkdir()
            for file in self.path.glob("input.*"):
                shutil.copy(file, folder)

    def units(self):
        return sorted(p for p in self.path.rglob("*") if p.suffix in COMPILERS)

    def inputs(self):
        return sorted(p for p in self.path.rglob("*") if p.suffix in (".py", ".pyi"))

    def c_inputs(self):
        return sorted(p for p in self.path.rglob("*") if p.suffix in (".c", ".cc", ".cpp"))


def find_cases(wanted):
    cases = [Case(path) for path in sorted(TOP.glob("*/*/*")) if path.is_dir() and not path.name.startswith("_")]
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


def check_units(case):
    """The compilers take every C and C++ file, with the tree and its include/ on their path."""
    broken = {line.split(":")[0].strip() for line in (case.read("broken") or "").splitlines() if line.strip()}
    top = case.path / "tree"
    for path in case.units():
        name = path.relative_to(case.path).as_posix()
        for compiler in COMPILERS[path.suffix]:
            if name in broken or not shutil.which(compiler):
                continue
            command = [compiler, STANDARDS[path.suffix], "-fsyntax-only", "-w", f"-I{top}", f"-I{top}/include", path]
            done = subprocess.run(command, capture_output=True, timeout=TIMEOUT, check=False)
            if done.returncode:
                raise Problem(f"{name}: {compiler} refuses it:\n" + done.stderr.decode("utf-8", "replace"))


def run(arguments, folder, ends=(0,)):
    """What a program prints, run in `folder` with nothing of ours around it."""
    environment = dict(os.environ, HOME=str(folder.parent), XDG_CACHE_HOME=str(folder.parent / "cache"))
    environment.update(SOURCE_DATE_EPOCH=TODAY, LC_ALL="C.UTF-8", GIT_DIR="/nowhere")
    done = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, timeout=TIMEOUT, check=False)
    if done.returncode not in ends:
        said = (done.stderr + done.stdout).decode("utf-8", "replace").rstrip("\n")
        raise Problem(f"{' '.join(map(str, arguments[1:]))} ended with {done.returncode}:\n{said}")
    return done.stdout


def run_stage(canonry, arguments, stage, folder):
    options = [] if stage == "cfacts" else ["--no-cache", *arguments]
    return run([canonry, "dump", stage, *options, "."], folder).decode("utf-8", "surrogateescape")


# --- Migrations ---


def read_tree(folder):
    """{path: bytes, or where a link leads} of everything below it."""
    return {
        path.relative_to(folder).as_posix(): os.readlink(path) if path.is_symlink() else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


def parses(source):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source, "-", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def check_result(before, after):
    """What parsed still does."""
    for name, source in after.items():
        if name.endswith((".py", ".pyi")) and isinstance(source, bytes) and parses(before.get(name, b"")) and not parses(source):
            raise Problem(f"{name} does not parse any more:\n" + source.decode("utf-8", "replace"))


def migrate(canonry, case, folder):
    """The diff of the case's migration, once it has been found to be sound."""
    command = [canonry, "migrate", "--no-cache", *case.migrate_args]
    before, patched = read_tree(folder), folder.parent / "patched"
    diff = run([*command, "--diff", "."], folder, ends=(0, 1))
    if read_tree(folder) != before:
        raise Problem("migrate --diff changes the tree")
    if diff:
        shutil.copytree(folder, patched, symlinks=True)
        (folder.parent / PATCH).write_bytes(diff)
        run(["git", "apply", "--whitespace=nowarn", str(folder.parent / PATCH)], patched)
        written = folder.parent / "written"
        shutil.copytree(folder, written, symlinks=True)
        run([*command, "--write", "."], written, ends=(0, 4))
        shutil.rmtree(written / ".canonry", ignore_errors=True)
        if read_tree(written) != read_tree(patched):
            raise Problem("--write makes another tree than --diff says")
        check_result(before, read_tree(patched))
        again = run([*command, "--diff", "."], patched, ends=(0, 1))
        if again:
            raise Problem("a second run would go on:\n" + again.decode("utf-8", "replace"))
    return diff.decode("utf-8", "surrogateescape")


def compare(name, expected, actual):
    if expected == actual:
        return
    lines = difflib.unified_diff(
        expected.splitlines(), actual.splitlines(), f"{name} (expected)", f"{name} (what it says)", lineterm=""
    )
    raise Problem("\n".join(lines))


def find_expected(case):
    """{file name: text} of what is compared."""
    names = [stage + ".txt" for stage in STAGES] + [PLAN, PATCH]
    return {name: text for name in names if (text := case.read(name)) is not None}


def ask(canonry, case, expected, claims, temporary):
    """{file name: text}: what the program says where somebody wants to know."""
    folder = temporary / "tree"
    case.copy_input(folder)
    said = {}
    for stage in STAGES:
        if stage + ".txt" in expected or (claims is not None and stage in must.STAGES):
            said[stage + ".txt"] = run_stage(canonry, case.args, stage, folder)
    if PLAN in expected:
        said[PLAN] = run_stage(canonry, case.migrate_args, "plan", folder)
    if PATCH in expected:
        said[PATCH] = migrate(canonry, case, folder)
    return said


def check_claims(claims, said):
    try:
        wrong = must.check(claims, said["families.txt"], said["findings.txt"])
    except ValueError as error:
        raise Problem(str(error)) from None
    if wrong:
        raise Problem("\n".join(wrong))


def try_case(canonry, case, update):
    """Raises a Problem; with `update` the expected texts are rewritten first."""
    expected = find_expected(case)
    claims = case.read("must.txt")
    if claims is None and not expected:
        raise Problem("nothing is expected of it: add must.txt, or an empty families.txt and run tests/update")
    check_inputs(case)
    check_units(case)
    with tempfile.TemporaryDirectory(prefix="canonry-case-") as temporary:
        said = ask(canonry, case, expected, claims, pathlib.Path(temporary))
    if claims is not None:
        check_claims(claims, said)
    for name, text in expected.items():
        if update and not case.gap and text != said[name]:
            (case.path / name).write_bytes(said[name].encode("utf-8", "surrogateescape"))
            print(f"{case.name}: {name} rewritten")
        elif not update or case.gap:
            compare(name, text, said[name])


def judge(canonry, case, update):
    """None, or what is wrong with the case."""
    try:
        try_case(canonry, case, update)
    except Problem as problem:
        return None if case.gap else str(problem)
    except subprocess.TimeoutExpired:
        return f"no answer within {TIMEOUT} seconds"
    return "it passes now: remove its file known-gap" if case.gap else None


def has_libclang(canonry):
    return b"libclang: none" not in subprocess.run([canonry, "version"], capture_output=True, timeout=TIMEOUT, check=True).stdout


def main(args):
    update = "--update" in args
    args = [arg for arg in args if arg != "--update"]
    if not args:
        sys.exit(__doc__.split("\n", 1)[0])
    canonry, cases = shutil.which(args[0]), find_cases(args[1:])
    if not canonry:
        sys.exit(f"{args[0]}: no such program; build it first")
    canonry, failed, skipped = str(pathlib.Path(canonry).resolve()), 0, []
    if not has_libclang(canonry):
        skipped = [case for case in cases if case.needs_libclang()]
        cases = [case for case in cases if not case.needs_libclang()]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda case: judge(canonry, case, update), cases)
        for case, wrong in zip(cases, results):
            if wrong:
                failed += 1
                print(f"{case.name}: FAILED\n" + "\n".join("    " + line for line in wrong.split("\n")))
            elif case.gap:
                print(f"{case.name}: known gap: {case.gap.splitlines()[0]}")
    for case in skipped:
        print(f"{case.name}: SKIPPED: no libclang here")
    print(f"{len(cases) - failed} passed, {failed} failed{f', {len(skipped)} skipped' if skipped else ''}")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
