#!/usr/bin/env python3
"""Introduces a second constructor into a copy of a C project, and measures that it is found, migrated, and taken back.

    introduce.py CANONRY TREE --build 'make -j2' [--test './runtest --single unit/type/list'] [--maker NAME]

TREE holds a compile_commands.json and has been built where it stands; it is copied first and not changed. A constructor that the audit
has read is chosen (the most called one whose body compiles in a file of its own, or --maker), its body goes into a new
file under another name, with a header; callers in other files are made to call that one, and the new file is built wherever
the old one is. Then:

    before      the project builds and its tests pass, with two constructors
    found       the audit reports the second as a duplicate of the first
    guarded     the guard test of the family compiles with the first one's flags, needs nothing linked, and fails
    migrated    migrate --write leaves no such finding; builds without a new warning, tests pass, a second run finds nothing to do; the guard passes
    undone      undo gives back every byte; builds again

Not a part of the suites: it takes the minutes that the project takes to be built.
"""

import argparse
import json
import pathlib
import re
import shlex
import subprocess
import sys

import tool
import tree

SUFFIX = "_again"
CALLERS = 3
BUILD_FILES = ("Makefile", "makefile", "GNUmakefile", "CMakeLists.txt", "meson.build", "*.mk", "Makefile.am")
FUNCTION = re.compile(r"func (\w+) \((.*)\) -> (\S.*?) \[(\d+),(\d+)\) \S+ range=\[(\d+),(\d+),(\d+)\)(.*)")
QUOTED = re.compile(rb'^[ \t]*#[ \t]*include[ \t]*"[^"\n]+"[^\n]*\n', re.MULTILINE)


class Maker:
    """A function of the project that allocates and returns something."""

    def __init__(self, path, match):
        self.path, self.name = path, match[1]
        self.start, self.body, self.end = (int(match[number]) for number in (6, 7, 8))
        self.calls = {}  # path -> how often

    @property
    def new_name(self):
        return self.name + SUFFIX

    @property
    def new_path(self):
        return self.path.with_name(self.path.stem + SUFFIX + ".c")


def read_database(root):
    return json.loads((root / "compile_commands.json").read_text(encoding="utf-8"))


def entry_path(entry):
    return (pathlib.Path(entry["directory"]) / entry["file"]).resolve()


def move_database(old, new):
    """The copy's own database: the same commands, elsewhere."""
    path = new / "compile_commands.json"
    path.write_text(path.read_text(encoding="utf-8").replace(str(old), str(new)), encoding="utf-8")


def find_makers(room, files):
    """Functions that give out what they allocate, most called first."""
    makers, path = [], None
    said = room.canonry_does("dump", "cfacts", ".").stdout.decode("utf-8", "replace").split("\n")
    for number, line in enumerate(said):
        if line.startswith("file "):
            path = room.tree / line[5:]
        match = FUNCTION.match(line)
        if match and path in files and " static" not in match[9] and "skipped" not in match[9]:
            allocations = [next_line for next_line in said[number + 1:number + 40] if next_line.startswith("  alloc ")]
            if allocations and said[number + 1].startswith("  alloc ") and "flow=return" in said[number + 1]:
                makers.append(Maker(path, match))
    count_calls(makers, files)
    return sorted(makers, key=lambda maker: (-len(maker.calls), maker.name))


def count_calls(makers, files):
    by_name = {maker.name.encode(): maker for maker in makers}
    for path in sorted(files):
        for name in re.findall(rb"\b(\w+)\(", path.read_bytes()):
            if name in by_name and path != by_name[name].path:
                by_name[name].calls[path] = by_name[name].calls.get(path, 0) + 1


# --- The second constructor ---


def head_of(maker):
    """`struct conn *` and the parameters, as they stand."""
    return maker.path.read_bytes()[maker.start:maker.body].decode().strip()


def renamed(maker, text):
    return re.sub(rf"\b{maker.name}\b", maker.new_name, text, count=1)


def write_second(maker):
    source = maker.path.read_bytes()
    includes = b"".join(line + b"\n" for line in source.split(b"\n") if re.match(rb"[ \t]*#[ \t]*include\b", line))
    header = maker.new_path.with_suffix(".h").name
    body = source[maker.body:maker.end].decode()
    maker.new_path.write_text(f'{includes.decode()}#include "{header}"\n\n{renamed(maker, head_of(maker))}\n{body}\n', encoding="utf-8")
    guard = re.sub(r"\W", "_", header).upper()
    first = (QUOTED.search(source) or [b""])[0].decode()
    maker.new_path.with_suffix(".h").write_text(
        f"#ifndef {guard}\n#define {guard}\n\n{first}\n{renamed(maker, head_of(maker))};\n\n#endif\n", encoding="utf-8")


def entries_of(database, path):
    return [entry for entry in database if entry_path(entry) == path]


def arguments_of(entry):
    return list(entry.get("arguments") or shlex.split(entry["command"]))


def second_entry(maker, entry):
    """The command of the old file, for the new one."""
    old, new = maker.path.stem, maker.new_path.stem
    swap = lambda word: re.sub(rf"(^|[/\W]){old}\.(c|o)$", rf"\g<1>{new}.\2", word)
    changed = {"directory": entry["directory"], "file": swap(entry["file"]), "arguments": [swap(word) for word in arguments_of(entry)]}
    if "output" in entry:
        changed["output"] = swap(entry["output"])
    return changed


def compiles(entry):
    words = arguments_of(entry)
    if "-o" in words:
        del words[words.index("-o"):words.index("-o") + 2]
    words = [word for word in words if word != "-c"]
    done = subprocess.run(words + ["-fsyntax-only", "-Werror"], cwd=entry["directory"], capture_output=True, check=False)
    return done.returncode == 0


def introduce(root, maker):
    """False when the body does not stand by itself; then nothing is left behind."""
    database = read_database(root)
    write_second(maker)
    entries = [second_entry(maker, entry) for entry in entries_of(database, maker.path)]
    if not entries or not all(compiles(entry) for entry in entries):
        maker.new_path.unlink()
        maker.new_path.with_suffix(".h").unlink()
        return False
    (root / "compile_commands.json").write_text(json.dumps(database + entries, indent=1), encoding="utf-8")
    return True


def make_callers(maker, count):
    """The first call in each of the files that call it most becomes one of the second."""
    changed = []
    for path in sorted(maker.calls, key=lambda path: (-maker.calls[path], path)):
        text = path.read_bytes()
        include = QUOTED.search(text)
        call = re.search(rb"(?<![#\w>.])\b%s\(" % maker.name.encode(), text[include.end():]) if include else None
        if not call or len(changed) == count or text[include.end():][:call.start()].rstrip().endswith(b"*"):
            continue
        header = pathlib.PurePath(*[".."] * len(path.parent.relative_to(maker.path.parent).parts)) if path.parent.is_relative_to(maker.path.parent) else None
        if header is None:
            continue
        at = include.end() + call.start()
        line = b'#include "%s"\n' % str(header / maker.new_path.with_suffix(".h").name).encode()
        path.write_bytes(text[:include.end()] + line + text[include.end():at] + maker.new_name.encode() + b"(" + text[include.end() + call.end():])
        changed.append(path)
    return changed


def list_in_build(root, maker):
    """Built wherever the old file is; the paths of the build files that say so."""
    changed = []
    for pattern in BUILD_FILES:
        for path in root.rglob(pattern):
            text = path.read_text(encoding="utf-8", errors="surrogateescape")
            more = re.sub(rf"(?<![\w-])((?:[\w./-]+/)?){maker.path.stem}\.([co])\b(?!\s*:)", rf"\g<0> \g<1>{maker.new_path.stem}.\2", text)
            if more != text:
                path.write_text(more, encoding="utf-8", errors="surrogateescape")
                changed.append(path)
    return changed


# --- Guards ---


def check_guard(room, maker, has_to_fail):
    """The guard of the family, compiled as the canonical's own file is, against the sources as they are."""
    files = [path for path in room.tree.rglob("*guard*") if path.suffix == ".c" and "/* guard: begin" in path.read_text(encoding="utf-8", errors="replace")]
    if len(files) != 1:
        yield f"{len(files)} guards were written"
        return
    entry = entries_of(read_database(room.tree), maker.path)[0]
    words = [word for word in arguments_of(entry) if not re.search(r"(?:^|/)%s\.(?:c\.)?[co]$" % maker.path.stem, word) and word not in ("-c", "-o")]
    program = room.path / "guard"
    made = room.run(*words, "-Wall", "-Wextra", "-DGUARD_NO_LINK", "-o", program, files[0], "-pthread", cwd=entry["directory"], check=False)
    if made.returncode:
        yield f"{files[0].name} does not compile\n{tool.said(made)}"
        return
    yield from (line for line in re.findall(r"^.*warning: .*$", tool.said(made), re.MULTILINE) if "guard" in line)
    done = room.run(program, cwd=files[0].parent, check=False)
    print("\n".join(f"# {line}" for line in tool.said(done).split("\n") if line))
    if bool(done.returncode) != has_to_fail:
        yield f"it {'fails' if done.returncode else 'passes'}"


# --- The measurement ---


def step(what, wrong=()):
    wrong = list(wrong)
    print(f"{'not ok' if wrong else 'ok'} - {what}", *(f"    {line}" for line in wrong), sep="\n", flush=True)
    return not wrong


def run(root, command):
    done = subprocess.run(command, shell=True, cwd=root, capture_output=True, check=False)
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def check_project(root, options, known_warnings):
    code, said = run(root, options.build)
    if code:
        yield f"{options.build}: exit code {code}\n{said[-3000:]}"
        return
    warnings = set(re.findall(r"^.*\bwarning: .*$", said, re.MULTILINE))
    yield from sorted(warnings - known_warnings)
    known_warnings |= warnings
    code, said = run(root, options.test) if options.test else (0, "")
    if code:
        yield f"{options.test}: exit code {code}\n{said[-3000:]}"


def sources(root):
    """Everything that git tracks, with its bytes and modes."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True).stdout.decode().split("\0")
    return {name: what for name, what in tree.snapshot(root).items() if name in set(names)}


def findings_about(room, maker):
    report = json.loads(room.canonry_does("audit", "--format", "json", codes=(tool.CLEAN, tool.FINDINGS)).stdout)
    return [x for x in report["findings"] if x["symbol"] == maker.new_name]


def choose(room, name):
    files = {entry_path(entry) for entry in read_database(room.tree)}
    for maker in find_makers(room, {path for path in files if path.suffix == ".c" and path.is_file()}):
        if (maker.name == name if name else len(maker.calls) >= CALLERS) and introduce(room.tree, maker):
            return maker
    sys.exit("no constructor whose body stands by itself was found")


def measure(room, options):
    known = set()
    maker = choose(room, options.maker)
    callers = make_callers(maker, CALLERS)
    listed = list_in_build(room.tree, maker)
    room.git("add", "--all")
    room.git("commit", "--quiet", "--message=a second constructor")
    names = ", ".join(path.relative_to(room.tree).as_posix() for path in callers)
    print(f"# {maker.new_name} in {maker.new_path.relative_to(room.tree)}, called in {names}; listed in {len(listed)} build files")
    run(room.tree, options.build)  # warnings of what was not built yet are nobody's
    ok = step("before: builds, tests pass", check_project(room.tree, options, known))
    before, found = sources(room.tree), findings_about(room, maker)
    ok &= step("found", [] if [(x["rule"], x["basis"]) for x in found] == [("CN101", "semantic")] else [json.dumps(found)])
    print(tool.said(room.canonry_does("tests", "--generate", "--write", "--family", maker.name)))
    ok &= step("guarded: fails", check_guard(room, maker, True))
    room.git("add", "--all")
    room.git("commit", "--quiet", "--message=guard")
    before = sources(room.tree)
    done = room.canonry_does("migrate", "--write", "--only", "CN101,CN102,CN201")
    print(tool.said(done))
    after = sources(room.tree)
    print("\n".join(f"# {line}" for line in tree.differences(before, after)))
    print(room.git("diff", "HEAD"))
    ok &= step("migrated: no finding is left", [x["message"] for x in findings_about(room, maker)])
    ok &= step("migrated: the guard passes", check_guard(room, maker, False))
    ok &= step("migrated: callers call the canonical again", check_callers(callers, maker))
    ok &= step("migrated: builds, tests pass", check_project(room.tree, options, known))
    room.canonry_does("migrate", "--write", "--force", "--only", "CN101,CN102,CN201")
    ok &= step("migrated: a second run finds nothing to do", tree.differences(after, sources(room.tree)))
    room.canonry_does("undo")
    ok &= step("undone", tree.differences(before, sources(room.tree)))
    ok &= step("undone: builds, tests pass", check_project(room.tree, options, known))
    return ok


def check_callers(callers, maker):
    yield from (f"{path} still calls {maker.new_name}" for path in callers if re.search(rb"\b%s\(" % maker.new_name.encode(), path.read_bytes()))


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("canonry", type=pathlib.Path)
    options.add_argument("tree", type=pathlib.Path)
    options.add_argument("--build", required=True)
    options.add_argument("--test", default="")
    options.add_argument("--maker", default="")
    options.add_argument("--keep", action="store_true", help="leave the copy for a look")
    options = options.parse_args()
    source = options.tree.resolve()
    room = tool.Room(options.canonry.resolve(), source)
    room.__enter__()
    try:
        move_database(source, room.tree)
        room.git("init", "--quiet", "--initial-branch=main")
        room.git("add", "--all")
        room.git("commit", "--quiet", "--message=start")
        return 0 if measure(room, options) else 1
    finally:
        print(f"# {room.path}")
        if not options.keep:
            room.__exit__()


if __name__ == "__main__":
    sys.exit(main())
