#!/usr/bin/env python3
"""Random programs, migrated: they parse, run and are the same as before, except that copies have become one.

    property.py [--count N | --minutes N] [--seed N] [--jobs N] [--keep FOLDER] CANONRY

Each seed is a program of its own (generate.py), in a tree of its own, migrated by a run of its own; `--seed 17 --count 1`
repeats one. Of each it is asked, after `migrate --write` (every third time with --unsafe):

    every file that parsed parses; one that was not changed by a line of the family is as it was
    each scope binds what it bound; no name is unbound or unread that was not (scopes.py)
    every module gives every name that it gave, and names that were one object are one; what was two is one only for
    proven copies; every function of the program sees what it saw
    comments, line ends, byte order marks, encodings, modes, final newlines are as they were
    a second run changes nothing (with --unsafe: it ends after a few), and undo gives back every byte and mode

What breaks is kept as before/ and after/ with the shortest list of modules that still breaks, and the seed is printed.
First the oracle itself is proven: programs damaged on purpose have to be refused. `--minutes 30` runs longer.
"""

import argparse
import ast
import collections
import io
import multiprocessing
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
import tokenize

import check_tree
import generate
import observe
import scopes
import tool
import tree

PARTS_OF_A_TRY = ("try:", "except", "else:")
DAMAGED = 60
SETTLES_WITHIN = 5


# --- What is asked of a migrated program ---

def check_program(program, before, after, root, is_unsafe, seen):
    """Sentences on what is wrong; `seen` is what the program was when it ran before."""
    for path, old, new in tree.changed_sources(before, after):
        if old is None:
            yield f"{path} is new"
        elif new is None:
            if not is_unsafe:
                yield f"{path} is gone"
        else:
            is_copy = any(path_of(program, module) == path for module in copies_of(program))
            yield from (f"{path}: {sentence}" for sentence in check_source(program, old, new, is_copy))
    for path in sorted(before.keys() & after.keys()):
        if before[path][:2] != after[path][:2]:
            yield f"{path}: another mode"
    names = [name for name in program.import_order() if path_of(program, name) in after or program.modules[name].is_namespace]
    wanted = program.needed | {(name, key) for name, keys in seen["names"].items() for key in keys}
    now = observe.take(root, names, sorted(wanted))
    yield from compare_runs(program, seen, now, before, is_unsafe)
    for path, old, new in tree.changed_sources(before, after):
        if old is not None and new is not None and scopes.parses(new):
            for module, name in sorted(imports_of(path, new) - imports_of(path, old)):
                if not is_there(program, now, after, module, name):
                    yield f"{path}: {name} is imported from {module}, which does not have it"


def imports_of(path, data):
    """(absolute module, name) of every from-import, also of those that never run."""
    package = path.removesuffix(".py").split("/")[:-1]
    found = set()
    for node in ast.walk(scopes.quietly(ast.parse, data)):
        if isinstance(node, ast.ImportFrom):
            base = package[:len(package) - node.level + 1] if node.level else []
            module = ".".join(base + ([node.module] if node.module else []))
            found |= {(module, alias.name) for alias in node.names}
    return found


def is_there(program, now, after, module, name):
    """Does the module give the name? Those that are not the program's are not asked."""
    if not module.startswith(program.root) or f"{module}.{name}" in program.modules or name == "*":
        return True
    data = after.get(path_of(program, module), (None, None, b""))[2] if module in program.modules else b""
    return name in now["names"].get(module, {}) or b"def __getattr__" in data


def path_of(program, name):
    return program.modules[name].path


def copies_of(program):
    """Modules that hold an equal copy: they may become redirects as a whole."""
    return {module for group in program.groups for module, _ in group if module in program.modules}


def check_source(program, old, new, is_copy):
    yield from tree.check_file(old, new)
    for line, text in check_tree.strange_lines(old, new, program.words, program.copies):
        yield f"line {line} has nothing to do with the family and changed: {text}"
    if scopes.parses(new):
        yield from check_comments(program, old, new)
        lost = data_strings(program, old) - data_strings(program, new)
        if is_copy:
            lost.pop(ast.get_docstring(scopes.quietly(ast.parse, old), clean=False), None)
        yield from (f"the string {text!r} is data, and changed" for text in sorted(lost))


# Strings in calls of these are no data but seams.
SEAMS = {"patch", "import_module", "find_spec", "warn", "getattr"}


def data_strings(program, data):
    """Strings that hold names or code, and that nothing looks up: a Counter."""
    found = collections.Counter()

    def visit(node):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in SEAMS:
            return
        if isinstance(node, ast.Constant) and id(node) in notes:
            return
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and (node.name in program.copies or node.name == "__getattr__"):
            return
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found[node.value] += "." in node.value or " " in node.value
        for child in ast.iter_child_nodes(node):
            visit(child)

    whole = scopes.quietly(ast.parse, data)
    notes = {id(part) for note in scopes.annotations(whole) for part in ast.walk(note)}
    visit(whole)
    return +found


def comments_of(data):
    """[(line, text)] of the comments."""
    found = []
    for token in tokenize.tokenize(io.BytesIO(data).readline):
        if token.type == tokenize.COMMENT:
            found.append((token.start[0], token.string))
    return found


def check_comments(program, old, new):
    """Comments stay, but for those of a try that collapsed and of a definition that became a redirect."""
    lost = collections.Counter(text for _, text in comments_of(old)) - collections.Counter(text for _, text in comments_of(new))
    if not lost:
        return
    lines = old.splitlines()
    for line, text in comments_of(old):
        if lost[text] > 0:
            lost[text] -= 1
            code = lines[line - 1].strip().decode("utf-8", "replace")
            if not code.startswith(PARTS_OF_A_TRY):
                yield f"line {line}: the comment {text!r} is lost"


def may_merge(program, makers):
    """May objects of these definitions become one?"""
    pairs = {tuple(maker.split(":")) for maker in makers}
    return any(pairs <= group for group in program.groups)


def compare_runs(program, old, new, before, is_unsafe):
    yield from (f"{where} fails: {error}" for where, error in sorted(new["errors"].items()) if where not in old["errors"])
    for name, facts in sorted(old["facts"].items()):
        if is_unsafe and any(".gone import" in line for line in program.modules[name].lines):
            continue  # a failing import that is mended by request, and then succeeds
        if name in new["facts"] and new["facts"][name] != facts:
            yield f"{name}.trace() saw {facts} and sees {new['facts'][name]}"
    yield from compare_names(program, old, new, before, is_unsafe)
    yield from compare_objects(program, old, new)


def compare_names(program, old, new, before, is_unsafe):
    """Every name that a module gave it gives; a star importer, or a copy, need only keep what somebody uses.

    By request an alias goes whose users have moved: what they see then, their traces tell.
    """
    copies = copies_of(program)
    for name, keys in sorted(old["names"].items()):
        is_star = b"import *" in before.get(path_of(program, name), (None, None, b""))[2]
        for key in sorted(keys):
            if key in new["names"].get(name, {}) or (name, key) in program.needed and name not in new["names"]:
                continue
            if is_unsafe or (is_star or name in copies) and (name, key) not in program.needed:
                continue
            yield f"{name} does not give {key} any more"


def compare_objects(program, old, new):
    """One object stays one; two become one only where they are proven copies."""
    becomes, comes_from = {}, collections.defaultdict(set)
    for name, keys in sorted(old["names"].items()):
        for key, number in sorted(keys.items()):
            now = new["names"].get(name, {}).get(key)
            if number < 0 or now is None:
                continue
            if now < 0:
                yield f"{name}.{key} was {old['makers'][str(number)]} and is something else"
                continue
            if old["kinds"][str(number)] != new["kinds"][str(now)]:
                yield f"{name}.{key} was a {old['kinds'][str(number)]} and is a {new['kinds'][str(now)]}"
            if becomes.setdefault(number, now) != now:
                yield f"{name}.{key} was the same object as others that came from {old['makers'][str(number)]}, and is another now"
            comes_from[now].add(old["makers"][str(number)])
    for number, makers in sorted(comes_from.items()):
        if len(makers) > 1 and not may_merge(program, makers):
            yield f"these have become one object: {', '.join(sorted(makers))}"


# --- One program through the program ---

def write_program(program, root):
    for path, data in program.files().items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        if program.random.random() < 0.05:
            file.chmod(0o755)


class Trial:
    """One seed: what went wrong, and what is needed to see it again."""

    def __init__(self, seed, canonry, room):
        self.seed, self.canonry, self.room = seed, canonry, pathlib.Path(room)
        self.changed = 0
        self.before = self.after = None

    def canonry_does(self, root, *arguments):
        """None when it did what it should, or a sentence."""
        environment = tool.make_environment(self.room)
        done = subprocess.run([self.canonry, *arguments], cwd=root, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=tool.TIMEOUT, check=False)
        if done.returncode not in (tool.CLEAN, tool.FINDINGS, tool.REFUSED) or any(report in done.stderr for report in tool.REPORTS):
            return f"canonry {' '.join(arguments)}: exit code {done.returncode}\n{tool.said(done)}"
        return None

    def run(self, without=()):
        """Sentences on what is wrong with the migration of this program, perhaps without some of its modules."""
        program = generate.generate(self.seed)
        for name in without:
            program.modules.pop(name)
        root = self.room / "tree"
        shutil.rmtree(root, ignore_errors=True)
        write_program(program, root)
        seen = observe.take(root, program.import_order(), sorted(program.needed))
        if seen["errors"]:
            return [f"the program does not run before its migration: {seen['errors']}"]
        self.before = tree.snapshot(root)
        is_unsafe = self.seed % 3 == 2
        options = ["migrate", "--write", "--no-cache"] + (["--unsafe"] if is_unsafe else [])
        wrong = self.canonry_does(root, *options)
        self.after = tree.snapshot(root)
        if wrong:
            return [wrong]
        self.changed = len(list(tree.changed_sources(self.before, self.after)))
        return [*check_program(program, self.before, self.after, root, is_unsafe, seen), *self.check_again(root, options)]

    def check_again(self, root, options):
        """A second run finds nothing; with --unsafe one mend may call for the next, and it has to come to an end."""
        runs, last = 1, self.after
        while runs < (SETTLES_WITHIN if "--unsafe" in options else 2):
            wrong = self.canonry_does(root, *options)
            again = tree.snapshot(root)
            if wrong:
                yield wrong
                return
            if again == last:
                break
            runs, last = runs + 1, again
        else:
            yield from (f"run {runs} still changes: {difference}" for difference in tree.differences(self.after, last))
            return
        for _ in range(runs if self.changed else 0):
            wrong = self.canonry_does(root, "undo")
            if wrong:
                yield wrong
        yield from (f"undo: {difference}" for difference in tree.differences(self.before, tree.snapshot(root)))

    def shorten(self, wrong):
        """The modules that can be left out, and it still goes wrong in the same way."""
        kind, without = kind_of(wrong), []
        for name in generate.generate(self.seed).importers:
            shorter = self.run([*without, name])
            if shorter and kind_of(shorter) == kind:
                without.append(name)
        return without, self.run(without)


def kind_of(wrong):
    """What sort of failure it is, apart from names and numbers."""
    return wrong[0].split(":")[-1].strip().split(" ")[:2]


def try_seed(task):
    seed, canonry, keep = task
    with tempfile.TemporaryDirectory(prefix="canonry-property-", dir=tool.scratch_folder()) as room:
        trial = Trial(seed, canonry, room)
        try:
            wrong = trial.run()
            if wrong:
                without, wrong = trial.shorten(wrong)
                save(trial, without, wrong, pathlib.Path(keep) / str(seed))
        except subprocess.TimeoutExpired as late:
            wrong = [f"not done after {late.timeout} seconds"]
    return seed, trial.changed, wrong


def save(trial, without, wrong, folder):
    """before/, after/ and what is wrong, to look at."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, files in (("before", trial.before), ("after", trial.after)):
        for path, (kind, mode, data) in (files or {}).items():
            if kind == "file":
                file = folder / name / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
                file.chmod(mode)
    text = "\n".join([*wrong, f"left out: {', '.join(without) or 'nothing'}", f"level: {'--unsafe' if trial.seed % 3 == 2 else 'safe'}"])
    (folder / "wrong.txt").write_text(text + "\n", encoding="utf-8")


# --- The oracle, proven ---

def unbind(data, r, program):
    """An import binds another name than the one that is read."""
    lines = [line for line in data.split(b"\n") if b" import " in line and b"Factory" in line and line.startswith(b"from")]
    return data.replace(lines[0], lines[0].replace(b"Factory", b"Fabric"), 1) if lines else None


def double_alias(data, r, program):
    return data.replace(b"Factory as ", b"Factory as Other as ", 1) if b"Factory as " in data else None


def change_line_ends(data, r, program):
    return data.replace(b"\r\n", b"\n") + b"x = 1\r\n" if b"\n" in data else None


def lose_comment(data, r, program):
    return data.replace(b"# keep:", b"", 1) if b"# keep:" in data else None


def change_neighbour(data, r, program):
    return data.replace(b"return [os.sep]", b"return [os.linesep]", 1) if b"os.sep" in data else None


def change_data(data, r, program):
    return data.replace(b'NAMES_', b'LABELS_', 1) if b"NAMES_" in data else None


def change_final_newline(data, r, program):
    return data.rstrip() if data.endswith(b"\n") else data + b"\n" if data else None


def make_function(data, r, program):
    """A class becomes a function of the same name."""
    mark = b"class " + program.families[0].factory.encode() + b":"
    return data + b"\n\n" + program.families[0].factory.encode() + b" = (lambda kind: lambda: kind())(" + program.families[0].factory.encode() + b")\n" \
        if mark in data and data.endswith(b"\n") and b"\r" not in data else None


def part_objects(data, r, program):
    """An importer gets a class of its own."""
    family = program.families[0]
    name = family.factory.encode()
    mark = b"import " + name + b"\n"
    return data.replace(mark, mark + b"class " + name + b"(" + name + b"): pass\n", 1) if mark in data and b"\r" not in data and b"    " + mark not in data else None


DAMAGES = [unbind, double_alias, change_line_ends, lose_comment, change_neighbour, change_data, change_final_newline, make_function, part_objects]


def prove_oracle():
    """Sentences on damage that passes, and on undamaged programs that do not."""
    met = collections.Counter()
    with tempfile.TemporaryDirectory(prefix="canonry-property-", dir=tool.scratch_folder()) as room:
        for seed in range(DAMAGED):
            yield from damage_program(seed, pathlib.Path(room) / str(seed), met)
    yield from (f"no program could be damaged by {damage.__name__}" for damage in DAMAGES if not met[damage])


def damage_program(seed, root, met):
    program, r = generate.generate(seed), random.Random(seed)
    write_program(program, root)
    before, seen = tree.snapshot(root), observe.take(root, program.import_order(), sorted(program.needed))
    wrong = list(check_program(program, before, before, root, False, seen))
    if wrong:
        yield f"seed {seed}: undamaged, and refused: {wrong[0]}"
    for damage in DAMAGES:
        for path in sorted(before):
            data = damage(before[path][2], r, program) if before[path][0] == "file" else None
            if data is None or data == before[path][2]:
                continue
            (root / path).write_bytes(data)
            if not list(check_program(program, before, tree.snapshot(root), root, False, seen)):
                yield f"seed {seed}: {damage.__name__} of {path} is not noticed"
            (root / path).write_bytes(before[path][2])
            met[damage] += 1
            break


# --- The run ---

def seeds_of(options):
    """Seeds in order, until the count or the time is up."""
    end = time.monotonic() + options.minutes * 60 if options.minutes else None
    seed = options.seed
    while time.monotonic() < end if end else seed < options.seed + options.count:
        yield seed
        seed += 1


def run_all(options):
    passed = failed = changed = 0
    tasks = ((seed, options.canonry, options.keep) for seed in seeds_of(options))
    with multiprocessing.get_context("fork").Pool(options.jobs) as pool:
        for seed, files, wrong in pool.imap_unordered(try_seed, bounded(tasks, options), chunksize=1):
            changed += bool(files)
            passed, failed = passed + (not wrong), failed + bool(wrong)
            if wrong and failed <= options.show:
                print(f"not ok - seed {seed}, kept in {options.keep}/{seed}")
                print("\n".join("    " + line for sentence in wrong[:6] for line in sentence.split("\n")), flush=True)
            if failed >= options.stop:
                print(f"stopped after {failed} failures")
                pool.terminate()
                break
    return passed, failed, changed


def bounded(tasks, options):
    """Pool.imap reads ahead without end; by time, seeds must not be handed out long before their turn."""
    for number, task in enumerate(tasks):
        yield task
        if options.minutes and number >= options.jobs * 2:
            time.sleep(0.02)


def parse_arguments():
    parser = argparse.ArgumentParser(prog="property.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("canonry", metavar="CANONRY", nargs="?", help="the program; without it only the oracle is proven")
    parser.add_argument("--count", type=int, default=2000, metavar="N", help="programs (default: %(default)s)")
    parser.add_argument("--minutes", type=float, metavar="N", help="run that long instead")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the first (default: %(default)s)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help="at a time (default: %(default)s)")
    parser.add_argument("--keep", default="/tmp/canonry-property", metavar="FOLDER", help="where failures are kept (default: %(default)s)")
    parser.add_argument("--show", type=int, default=10, metavar="N", help="failures that are printed in full (default: %(default)s)")
    parser.add_argument("--stop", type=int, default=100, metavar="N", help="failures after which it ends (default: %(default)s)")
    return parser.parse_args()


def main():
    options = parse_arguments()
    started = time.monotonic()
    unproven = list(prove_oracle())
    for sentence in unproven:
        print(f"not ok - oracle: {sentence}")
    passed, failed, changed = 1 - bool(unproven), int(bool(unproven)), 0
    if options.canonry:
        options.canonry = str(pathlib.Path(options.canonry).resolve())
        good, bad, changed = run_all(options)
        passed, failed = passed + good, failed + bad
        print(f"seeds from {options.seed}; {changed} programs were changed; {time.monotonic() - started:.0f} s")
        if good + bad and changed < (good + bad) * 0.4:
            print("not ok - fewer than two programs in five were changed: this run proves little")
            failed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
