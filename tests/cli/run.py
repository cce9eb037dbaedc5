#!/usr/bin/env python3
"""Runs the cases of this folder: each is a directory whose name is a sentence, with a shell line and what it must do.

    cmd         the line, run by bash in a copy of tree/ with $CANONRY, $CASES, $TREE and $NOBODY
    tree/       the files to work on (may be missing)
    setup       a bash script run in the copy first, for what git cannot hold; exit code 77 skips the case
    stdout, stderr      what must be printed, byte for byte; the copy's path reads as $TREE
    stdout-has, stderr-has      lines that must occur in it, in this order
    exit        the exit code

What is missing is not compared, but a crash, a hang or a sanitizer's report is always a failure.
run.py CANONRY [--update] [NAME ...]: --update writes what was printed into the files that are there.
"""

import concurrent.futures
import difflib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

CASES = pathlib.Path(__file__).resolve().parent
TIMEOUT = 120
SKIP = 77
STREAMS = ["stdout", "stderr"]
# What the shell makes of a signal, apart from those that the program answers to.
CRASHES = {128 + number for number in (4, 6, 7, 8, 9, 11)}
REPORTS = [b"AddressSanitizer", b"LeakSanitizer", b"ThreadSanitizer", b"runtime error:"]


class Result:
    def __init__(self, name, problems=(), skipped=False):
        self.name, self.problems, self.skipped = name, list(problems), skipped


def make_environment(canonry, room):
    """Nothing of the caller's settings may reach a case."""
    keep = ["PATH", "LANG", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "TMPDIR"]
    environment = {name: os.environ[name] for name in keep if name in os.environ}
    nobody = "setpriv --reuid 65534 --regid 65534 --clear-groups --" if os.geteuid() == 0 else ""
    environment.update(
        CANONRY=str(canonry),
        CASES=str(CASES),
        TREE=str(room / "tree"),
        NOBODY=nobody,
        HOME=str(room / "home"),
        XDG_CACHE_HOME=str(room / "cache"),
        COLUMNS="80",
        TERM="dumb",
        SOURCE_DATE_EPOCH="1767225600",
        GIT_CONFIG_GLOBAL="/dev/null",
        GIT_CONFIG_SYSTEM="/dev/null",
    )
    return environment


def run_bash(line, room, environment):
    command = ["bash", "-o", "pipefail", "-c", line]
    return subprocess.run(
        command,
        cwd=room / "tree",
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=TIMEOUT,
        check=False,
    )


def show_diff(wanted, got, title):
    lines = difflib.unified_diff(
        wanted.decode("utf-8", "backslashreplace").splitlines(),
        got.decode("utf-8", "backslashreplace").splitlines(),
        f"{title}, wanted",
        "got",
        lineterm="",
    )
    return "\n".join(lines) or f"{title}: differs in white space at its end"


def missing_lines(wanted, got):
    """The first line of `wanted` that does not follow in `got`, or None."""
    at = 0
    for line in wanted.splitlines():
        found = got.find(line, at)
        if found < 0:
            return line
        at = found + len(line)
    return None


def compare_stream(case, stream, got, update):
    exact, parts = case / stream, case / f"{stream}-has"
    if exact.exists() and exact.read_bytes() != got:
        if update:
            exact.write_bytes(got)
        else:
            yield show_diff(exact.read_bytes(), got, stream)
    if parts.exists():
        missing = missing_lines(parts.read_bytes(), got)
        if missing is not None:
            yield f"{stream} lacks: {missing.decode()}\n{got.decode('utf-8', 'backslashreplace')}"


def compare(case, done, room, update):
    outputs = {}
    for stream in STREAMS:
        outputs[stream] = getattr(done, stream).replace(os.fsencode(room / "tree"), b"$TREE")
        yield from compare_stream(case, stream, outputs[stream], update)
    if (case / "exit").exists():
        wanted = int((case / "exit").read_text(encoding="utf-8"))
        if done.returncode != wanted:
            yield f"exit code {done.returncode}, wanted {wanted}\n{outputs['stderr'].decode('utf-8', 'backslashreplace')}"
    if done.returncode < 0 or done.returncode in CRASHES:
        yield f"crashed: exit code {done.returncode}"
    if any(report in done.stderr for report in REPORTS):
        yield done.stderr.decode("utf-8", "backslashreplace")


def prepare(case, room, environment):
    """True, False for a case that cannot be run here, or the text of a problem."""
    tree = room / "tree"
    if (case / "tree").is_dir():
        shutil.copytree(case / "tree", tree, symlinks=True)
    else:
        tree.mkdir()
    (room / "home").mkdir()
    if not (case / "setup").exists():
        return True
    done = run_bash((case / "setup").read_text(encoding="utf-8"), room, environment)
    if done.returncode == SKIP:
        return False
    return True if done.returncode == 0 else f"setup failed: {done.stderr.decode()}"


def run_case(case, canonry, update):
    room = pathlib.Path(tempfile.mkdtemp(prefix="canonry-cli-")).resolve()
    room.chmod(0o755)
    environment = make_environment(canonry, room)
    try:
        ready = prepare(case, room, environment)
        if ready is not True:
            return Result(case.name, [ready] if ready else [], skipped=not ready)
        done = run_bash((case / "cmd").read_text(encoding="utf-8"), room, environment)
        return Result(case.name, compare(case, done, room, update))
    except subprocess.TimeoutExpired:
        return Result(case.name, [f"hangs: not done after {TIMEOUT} seconds"])
    finally:
        subprocess.run(["chmod", "-R", "u+rwX", str(room)], check=False, capture_output=True)
        shutil.rmtree(room, ignore_errors=True)


def report(results):
    failed = skipped = 0
    for result in results:
        failed += bool(result.problems)
        skipped += result.skipped
        if result.problems:
            print(f"not ok - {result.name}")
            print("\n".join("    " + line for problem in result.problems for line in problem.split("\n")))
    passed = len(results) - failed - skipped
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


def main(arguments):
    update = "--update" in arguments
    canonry, *names = [a for a in arguments if a != "--update"]
    cases = sorted(path.parent for path in CASES.glob("*/cmd") if not names or path.parent.name in names)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda case: run_case(case, pathlib.Path(canonry).resolve(), update), cases))
    return report(results)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
