#!/usr/bin/env python3
"""Redirects and wrappers as Canonry writes them, run by every Python at hand.

run.py WRITER    tests; the last line is "N passed, N failed"
"""

import ast
import glob
import os
import shutil
import subprocess
import sys
import tempfile

from scenarios import PROGRAMS, TARGETS

WANTED = ["3.9", "3.11", "3.12", "3.13", "3.14"]


def pythons():
    """One interpreter of each version that is installed and starts."""
    found = {}
    for version in WANTED:
        places = [shutil.which(f"python{version}"), *glob.glob(os.path.expanduser(f"~/.pyenv/versions/{version}.*/bin/python3"))]
        for place in filter(None, places):
            if subprocess.run([place, "-c", ""], capture_output=True).returncode == 0:
                found.setdefault(version, place)
    return found or {"this Python": sys.executable}


def write(writer, arguments):
    return subprocess.run([writer, *arguments], capture_output=True, check=True).stdout


def lay_out(folder, files):
    for path, content in files.items():
        place = os.path.join(folder, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as out:
            out.write(content if isinstance(content, bytes) else content.encode())


def shown_names(text):
    """What a type checker finds under `if TYPE_CHECKING`, and the eager imports."""
    tree, names = ast.parse(text), set()
    for block in [tree, *(node for node in tree.body if isinstance(node, ast.If))]:
        for node in block.body:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names |= {alias.asname or alias.name for alias in node.names}
            elif isinstance(node, ast.Assign):
                names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names


def run_program(python, writer, program):
    with tempfile.TemporaryDirectory() as folder:
        lay_out(folder, TARGETS)
        lay_out(folder, {path: write(writer, arguments) for path, arguments in program.get("written", {}).items()})
        lay_out(folder, {path: b"import warnings\nfrom new.engine import *\nfrom new.engine import _hidden\n\n\n" + write(writer, arguments)
                         for path, arguments in program.get("wrappers", {}).items()})
        lay_out(folder, program.get("files", {}))
        lay_out(folder, {"main.py": program["main"]})
        env = {**os.environ, "PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1", "CANONRY_USES": ""}
        env.update({key: value.replace("FOLDER", folder) for key, value in program.get("env", {}).items()})
        done = subprocess.run([python, *program.get("flags", []), "main.py"], cwd=folder, env=env, capture_output=True, text=True)
        if done.returncode != 0:
            return done.stdout + done.stderr
        if "after" in program:
            return program["after"](folder)
    return ""


def check_shown(writer):
    """Every moved name is there for type checkers; nothing but the target's names is bound early in the lazy form."""
    names = ["Engine=new.engine:Engine", "_hidden=new.engine:_hidden", "make=new.engine:Engine.make", "engine=new.engine:"]
    failures = ""
    for form in ([], ["lazy"], ["lazy", "counter"]):
        shown = shown_names(write(writer, ["redirect", *form, *names]))
        missing = {name.partition("=")[0] for name in names} - shown
        if missing:
            failures += f"{form}: not shown: {missing}\n"
    return failures


def check_style(writer):
    """Line ends and indentation are those of the file."""
    failures = ""
    for arguments in (["redirect", "lazy", "counter"], ["redirect"]):
        text = write(writer, [*arguments, "crlf", "tab", "Engine=new.engine:Engine"])
        if text.count(b"\n") != text.count(b"\r\n") or not text.endswith(b"\r\n"):
            failures += f"{arguments}: line ends differ\n"
        if b"\n    " in text:
            failures += f"{arguments}: indented by blanks\n"
        compile(text, "written", "exec")
    return failures


def main():
    writer, passed, failed = sys.argv[1], 0, 0
    tests = [(f"{name} ({version})", lambda python=python, program=program: run_program(python, writer, program))
             for version, python in pythons().items() for name, program in PROGRAMS.items()]
    tests += [("type checkers see every name", lambda: check_shown(writer)), ("the style is the file's", lambda: check_style(writer))]
    for name, test in tests:
        why = test()
        if why:
            failed += 1
            print(f"FAILED {name}\n{why}")
        else:
            passed += 1
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
