#!/usr/bin/env python3
"""Runs the tests of the package eef with every Python of at least 3.10 that is here, all with the same extension file.

run.py PACKAGE-FOLDER [TEST ...]
"""

import concurrent.futures
import glob
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def pythons():
    """{version: program} of those that start and are new enough, this one first."""
    root = os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv"))
    names = [sys.executable, "/usr/bin/python3", *(shutil.which(f"python3.{minor}") for minor in range(10, 20)),
             *sorted(glob.glob(os.path.join(root, "versions", "3.*", "bin", "python3")))]
    found = {}
    for name in filter(None, names):
        done = subprocess.run([name, "-c", "import sys; print(*sys.version_info[:3], sys.abiflags or '-')"], capture_output=True,
                              text=True, check=False)
        match = re.fullmatch(r"3 (\d+) (\d+) (\S+)\n", done.stdout)
        if match and int(match[1]) >= 10 and "t" not in match[3]:
            found.setdefault(f"3.{match[1]}", name)
    return found


def run(program, package, names):
    """This Python also looks closer, at twice the time: unclosed files, slow callbacks, coroutines never awaited."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([package, str(HERE)]), "PYTHONDONTWRITEBYTECODE": "1"}
    closer = ["-X", "dev"] if program == sys.executable else []
    command = [program, *closer, "-m", "unittest", "-q", *(names or sorted(p.stem for p in HERE.glob("test_*.py")))]
    return subprocess.run(command, cwd=HERE, env=environment, capture_output=True, text=True, check=False)


def main():
    package, names = os.path.abspath(sys.argv[1]), sys.argv[2:]
    passed = failed = 0
    found = pythons()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        all_done = list(pool.map(lambda program: run(program, package, names), found.values()))
    for version, done in zip(found, all_done):
        ran = int((re.search(r"^Ran (\d+) test", done.stderr, re.MULTILINE) or [0, 0])[1])
        bad = sum(int(n) for n in re.findall(r"(?:failures|errors)=(\d+)", done.stderr))
        bad = bad or (1 if done.returncode or not ran else 0)
        print(f"{'not ok' if bad else 'ok'} - Python {version}: {ran} tests")
        if bad:
            print(done.stdout + done.stderr)
        passed += max(ran - bad, 0)
        failed += bad
    print(f"{passed} passed, {failed} failed")
    return failed > 0 or not passed


if __name__ == "__main__":
    sys.exit(main())
