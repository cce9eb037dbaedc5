#!/usr/bin/env python3
"""Plants a copy of a factory into a copy of a Python project, and has guard tests watch its migration.

    introduce_python.py CANONRY TREE [--maker pkg.module:Name] [--path src] [--guards 'python3 -m pytest -q {}'] [--test COMMAND]

TREE is copied first and not changed. The module of a factory that others import (the most imported one, or --maker) is copied
under another name beside it, word for word, and some of those who import the factory are made to import the copy's. Then:

    before      the project's tests end as they ended without the copy
    red         generated guards fail, and say which definition or path is wrong
    migrated    migrate --write; the guards pass, the project's tests end as before
    again       generated again, the guards are the same bytes
    undone      undo gives back every byte

{} stands for the guard files; --path is put on PYTHONPATH. Not a part of the suites: it takes the minutes that a project's tests take.
"""

import argparse
import ast
import os
import pathlib
import re
import subprocess
import sys

import tool

SUFFIX = "_again"
IMPORTERS = 3
TRIED = 20
MAKER = re.compile(r"^((create|make|build|new|get|open)_\w+|\w+(Factory|Builder|Provider|Manager))$")
LEFT_OUT = re.compile(r"(^|/)(\.|tests?/|testing/|test_|docs?/|examples?/|build/)")


class Maker:
    """A function or class at the top of a module, and who imports it by name."""

    def __init__(self, path, module, name):
        self.path, self.module, self.name = path, module, name
        self.importers = {}  # path -> the line of the statement

    @property
    def new_path(self):
        return self.path.with_name(self.path.stem + SUFFIX + ".py")


def parse(path):
    try:
        return ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        return ast.Module(body=[], type_ignores=[])


def module_of(path, root):
    return ".".join(path.relative_to(root).with_suffix("").parts)


def absolute(node, package):
    if not node.level:
        return node.module or ""
    above = package.split(".")[:len(package.split(".")) - node.level + 1]
    return ".".join(above + [node.module] * bool(node.module))


def find_makers(tree, root):
    """Those that other files of the program import, most imported first."""
    files = [path for path in sorted(root.rglob("*.py")) if not LEFT_OUT.search(str(path.relative_to(tree)))]
    parsed = {path: parse(path) for path in files}
    makers = {}
    for path, body in parsed.items():
        for node in body.body if path.name != "__init__.py" else []:
            if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and MAKER.match(node.name):
                makers[module_of(path, root), node.name] = Maker(path, module_of(path, root), node.name)
    for path, body in parsed.items():
        for node in body.body:
            if isinstance(node, ast.ImportFrom) and node.lineno == node.end_lineno and len(node.names) == 1:
                package = module_of(path, root) if path.name == "__init__.py" else module_of(path, root).rpartition(".")[0]
                maker = makers.get((absolute(node, package.removesuffix(".__init__")), node.names[0].name))
                if maker:
                    maker.importers[path] = node.lineno
    return sorted((x for x in makers.values() if x.importers), key=lambda x: (-len(x.importers), x.module, x.name))


def plant(maker):
    """The copy, and who imports from it from now on."""
    maker.new_path.write_bytes(maker.path.read_bytes())
    changed, tail = [], maker.module.rpartition(".")[2]
    for path, number in list(maker.importers.items())[:min(IMPORTERS, len(maker.importers) // 2 or 1)]:
        lines = path.read_text(encoding="utf-8").split("\n")
        lines[number - 1] = re.sub(rf"\b{tail}(\s+import\b)", tail + SUFFIX + r"\1", lines[number - 1], count=1)
        path.write_text("\n".join(lines), encoding="utf-8")
        changed.append(path)
    return changed


def plant_one(room, makers):
    """The first that a migration would take back by itself, planted; None when there is none."""
    for maker in makers[:TRIED]:
        changed = plant(maker)
        said = room.canonry_does("migrate", "--diff", "--family", maker.name, codes=(tool.CLEAN, tool.FINDINGS)).stdout.decode("utf-8", "replace")
        if f"+++ b/{maker.new_path.relative_to(room.tree)}" in said:
            return maker, changed
        maker.new_path.unlink()
        room.git("checkout", "--quiet", ".")
    return None, []


def run(room, command, path):
    """Exit code, and what was said without times."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(str(room.tree / part) for part in path.split(":")), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, shell=True, cwd=room.tree, env=environment, capture_output=True, check=False)
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    return done.returncode, said


def counts(said):
    """The last line that counts tests, without its time."""
    lines = [line for line in said.split("\n") if re.search(r"\d+ (passed|failed)|^Ran \d+|successes=|^OK|^FAILED", line)]
    return " / ".join(re.sub(r" in [\d.:]+ ?s.*|=+", "", line).strip() for line in lines[-2:])


def step(what, is_right, detail=""):
    print(f"{'ok' if is_right else 'not ok'} - {what}{': ' if detail else ''}{detail}", flush=True)
    return is_right


def ends_as_before(now, plain):
    return step("the project's tests end as before", now == plain, now if now == plain else f"{now}; before: {plain}")


def guard_files(room):
    return [line for line in room.git("ls-files", "--others", "--cached", "--", "*guard_*.py").split("\n") if line]


def watch(room, makers, arguments):
    """Has guards made, migrates, and yields whether each step was right."""
    test = (lambda: counts(run(room, arguments.test, arguments.path)[1])) if arguments.test else (lambda: "")
    old = set(guard_files(room))
    plain = test()
    if arguments.test and not plain:
        yield step("the project's tests run", False, "nothing that they say counts tests")
        return
    maker, changed = plant_one(room, makers)
    if not maker:
        yield step("planted", False, "no migration would take a copy of any of them back")
        return
    yield step("planted", True, f"{maker.module}:{maker.name} in {maker.new_path.name}, imported by {len(changed)} of {len(maker.importers)}")
    yield ends_as_before(test(), plain)
    room.git("add", "--all")
    room.git("commit", "--quiet", "--message=planted")
    room.canonry_does("tests", "--generate", "--write", "--family", maker.name)
    guards = [name for name in guard_files(room) if name not in old]
    room.git("add", "--all")
    room.git("commit", "--quiet", "--message=guards")
    before = room.git("ls-tree", "-r", "HEAD")
    code, reds = run(room, arguments.guards.replace("{}", " ".join(guards)), arguments.path)
    yield step("guards are red", code != 0 and SUFFIX in reds, counts(reds))
    if arguments.verbose:
        print(reds)
    room.canonry_does("migrate", "--write", "--family", maker.name, codes=(tool.CLEAN, tool.REFUSED))
    code, said = run(room, arguments.guards.replace("{}", " ".join(guards)), arguments.path)
    yield step("guards are green", code == 0 and "passed" in said or code == 0 and "OK" in said, counts(said))
    if code or arguments.verbose:
        print(said)
    yield ends_as_before(test(), plain)
    room.canonry_does("tests", "--generate", "--write", "--family", maker.name)
    yield step("generated again, they are the same", not room.git("diff", "--stat", "--", *guards) if guards else False)
    room.canonry_does("undo")
    room.git("add", "--all")
    after = room.git("ls-tree", "-r", room.git("write-tree").strip())
    yield step("undone", after == before, "\n".join(sorted(set(after.split("\n")) ^ set(before.split("\n")))))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("canonry")
    parser.add_argument("tree")
    parser.add_argument("--maker")
    parser.add_argument("--path", default=".")
    parser.add_argument("--guards", default="python3 -m pytest -q {}")
    parser.add_argument("--test")
    parser.add_argument("--list", action="store_true", help="only say which makers there are")
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    with tool.Room(pathlib.Path(arguments.canonry).resolve(), arguments.tree) as room:
        makers = find_makers(room.tree, room.tree / arguments.path.split(":")[0])
        if arguments.list:
            return print(*(f"{len(x.importers):4} {x.module}:{x.name}" for x in makers[:40]), sep="\n")
        chosen = [x for x in makers if arguments.maker in (None, f"{x.module}:{x.name}")]
        if not chosen:
            sys.exit("there is no such maker")
        room.make_repository()
        return sys.exit(not all(list(watch(room, chosen, arguments))))


if __name__ == "__main__":
    main()
