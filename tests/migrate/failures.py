"""The ways in which automatic migrations have broken code before: failures/<sentence>/ each, with a check that each would not pass.

    tree/       a small program whose main.py prints what must stay true; every line of its output is the same before and after
    check.py    says, of a migrated tree, what is wrong:
        check(old, new, said)   sentences; `old` and `new` are Trees, `said` is what the program printed
        CHANGES                 files that have to be changed, or the case proves nothing (without --unsafe, too)
        RIGHT                   a migration made by hand, that the check must accept: path -> [(text, instead), ...],
                                whole text, or None for a file that goes
        WRONG                   sentence -> the same, made on top of RIGHT, that the check must refuse
        SAID                    what a program that did right would say, where `said` matters
"""

import ast
import importlib.util
import pathlib
import subprocess
import sys

import scopes
import tool
import tree

HERE = pathlib.Path(__file__).resolve().parent / "failures"
LEVELS = ([], ["--unsafe"])


class Tree:
    """A tree on disk, and what a check asks of it."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.files = tree.snapshot(root)

    def has(self, path):
        return path in self.files

    def read(self, path):
        return self.files[path][2].decode("utf-8") if path in self.files else ""

    def parse(self, path):
        data = self.files[path][2] if path in self.files else b""
        return scopes.quietly(ast.parse, data) if scopes.parses(data) else ast.Module([], [])

    def python_files(self):
        return [path for path in self.files if path.endswith(".py")]

    def strings(self, path):
        """Every string constant, docstrings too, in order."""
        return [node.value for node in ast.walk(self.parse(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)]

    def ask(self, code):
        """What a Python program prints inside of the tree; its last words when it fails."""
        done = subprocess.run([sys.executable, "-B", "-W", "ignore", "-c", code], cwd=self.root, capture_output=True, text=True,
                              timeout=60, check=False)
        return done.stdout if done.returncode == 0 else done.stdout + (done.stderr.strip().splitlines() or ["failed"])[-1]

    def works(self):
        return self.ask("import main\nmain.main()\nprint('at its end')").splitlines()[-1:] == ["at its end"]

    def is_true(self, imports, expression):
        return self.ask(f"{imports}\nprint(bool({expression}))").strip() == "True"


def check_always(old, new):
    """What no migration may do to any of the cases."""
    for path, was, now in tree.changed_sources(old.files, new.files):
        if was is not None and now is not None:
            yield from (f"{path}: {sentence}" for sentence in tree.check_file(was, now))
        elif was is None:
            yield f"{path} is new"
    before, after = (one.ask("import main\nmain.main()") for one in (old, new))
    if before != after:
        yield f"main.py said:\n{before}and says:\n{after}"


def load(folder):
    spec = importlib.util.spec_from_file_location(f"check_{folder.name}", folder / "check.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def change_by_hand(root, changes):
    for path, change in changes.items():
        file = root / path
        if change is None:
            file.unlink()
        elif isinstance(change, str):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(change.encode())
        else:
            text = file.read_bytes().decode()
            for old, new in change:
                if old not in text:
                    raise tool.Failure(f"check.py: {path} does not hold {old!r}")
                text = text.replace(old, new)
            file.write_bytes(text.encode())


def find_faults(case, folder, new_root, said):
    old, new = Tree(folder / "tree"), Tree(new_root)
    return [*check_always(old, new), *case.check(old, new, said)]


def check_itself(folder):
    """The check accepts the right migration, and refuses every wrong one."""
    case = load(folder)
    if not case.WRONG:
        yield "check.py: no wrong migration that it refuses"
    if not Tree(folder / "tree").works():
        yield "main.py does not run before the migration"
    for sentence, changes in [(None, {}), *case.WRONG.items()]:
        with tool.Room("", folder / "tree") as room:
            change_by_hand(room.tree, case.RIGHT)
            change_by_hand(room.tree, {path: change for path, change in changes.items() if path != "said"})
            faults = find_faults(case, folder, room.tree, changes.get("said", getattr(case, "SAID", "")))
        if sentence is None:
            yield from (f"the right migration is refused: {fault}" for fault in faults)
        elif not faults:
            yield f"a wrong migration passes: {sentence}"


def check_program(canonry, folder):
    """The program's own migration passes the check, with what asks for a human's eye and without."""
    case = load(folder)
    for options in LEVELS:
        with tool.Room(canonry, folder / "tree") as room:
            old = Tree(room.tree)
            shown = room.canonry_does("migrate", *options, codes=(tool.CLEAN, tool.FINDINGS))
            done = room.canonry_does("migrate", "--write", *options, codes=(tool.CLEAN, tool.FINDINGS, tool.REFUSED))
            once = Tree(room.tree)
            label = " ".join(["migrate --write", *options])
            said = tool.said(shown) + tool.said(done)
            yield from (f"{label}: {fault}" for fault in find_faults(case, folder, room.tree, said))
            yield from (f"{label}: {path} was not changed" for path in case.CHANGES if once.files.get(path) == old.files[path])
            room.canonry_does("migrate", "--write", *options, codes=(tool.CLEAN, tool.FINDINGS, tool.REFUSED))
            if options:
                yield from (f"{label}, again: {fault}" for fault in check_always(old, Tree(room.tree)))
            else:
                yield from (f"{label}, again: {difference}" for difference in tree.differences(once.files, Tree(room.tree).files))


def folders():
    return sorted(path for path in HERE.iterdir() if (path / "check.py").is_file())
