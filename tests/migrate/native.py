"""The samples in C and C++ through a whole migration: found as listed, built and tested at each commit by gcc and clang, undone.

native/NAME/tree is a project with a build and tests of its own, native/NAME/places.txt what should become of each of its
places (see places.py).
"""

import concurrent.futures
import ctypes
import functools
import json
import pathlib
import re
import shutil

import places
import sample as python_sample
import tool
import tree

HERE = pathlib.Path(__file__).resolve().parent / "native"
BRANCH = "one-factory"
COMPILERS = {"gcc": "g++", "clang": "clang++"}
MADE = ("build", "compile_commands.json")  # what a build leaves in a tree


def build_by_make(room, folder, compiler):
    made = room.run("make", "-j2", f"CC={compiler}", f"CXX={COMPILERS[compiler]}", f"O=build-{compiler}", "all", "check", cwd=folder, check=False)
    return made, len(re.findall(r" ok$", made.stdout.decode(), re.MULTILINE))


def build_by_meson(room, folder, compiler):
    build = folder / f"build-{compiler}"
    if not build.is_dir():
        room.run("env", f"CXX={COMPILERS[compiler]}", "meson", "setup", build, cwd=folder)
    made = room.run("ninja", "-j2", "-C", build, "test", cwd=folder, check=False)
    return made, int((re.findall(r"^Ok: +(\d+)", made.stdout.decode(), re.MULTILINE) or [0])[0])


class Sample:
    def __init__(self, name, build, database, tests, measures):
        self.name, self.build, self.database, self.tests = name, build, database, tests
        self.measures = measures
        self.source, self.places = HERE / name / "tree", places.read(HERE / name / "places.txt")

    def open(self, room):
        """A repository with a compile database."""
        room.make_repository()
        room.run(*self.database)

    def check_build(self, room, folder):
        """Built by every compiler without a warning, every test passes."""
        compilers = [compiler for compiler in COMPILERS if shutil.which(compiler)]
        with concurrent.futures.ThreadPoolExecutor(len(compilers)) as pool:
            for compiler, (made, passed) in zip(compilers, pool.map(lambda compiler: self.build(room, folder, compiler), compilers)):
                warnings = re.findall(r"^.*\bwarning:.*$", tool.said(made), re.MULTILINE)
                if made.returncode or warnings:
                    yield f"{compiler}: {'a new warning' if not made.returncode else 'does not build or fails'}\n{tool.said(made)[-3000:]}"
                elif passed != self.tests:
                    yield f"{compiler}: {passed} tests passed of {self.tests}"


def audit(room):
    """The findings of the tree."""
    return json.loads(room.canonry_does("audit", "--format", "json", codes=(tool.CLEAN, tool.FINDINGS)).stdout)["findings"]


def plan(room):
    """The changes that would be made, or shown."""
    room.canonry_does("plan", "--output", room.path / "plan.json", codes=(tool.CLEAN, tool.FINDINGS))
    return json.loads((room.path / "plan.json").read_text(encoding="utf-8"))["changes"]


def snapshot(folder):
    """Without what a build left there."""
    return {path: what for path, what in tree.snapshot(folder).items() if not path.startswith(MADE) and path != ".git"}


# --- What is measured ---


def is_found(sample, canonry):
    """the audit finds what the list says, where it says, and nothing else; the plan has the level of each"""
    with tool.Room(canonry, sample.source) as room:
        sample.open(room)
        yield from places.check_findings(sample.places, room.tree, audit(room), plan(room))


def mends_on_a_branch(sample, canonry):
    """migrate --branch makes commits, each built by gcc and clang without a warning and with its tests passing; the last is as listed"""
    with tool.Room(canonry, sample.source) as room:
        sample.open(room)
        room.canonry_does("migrate", "--branch", BRANCH)
        yield from check_history(sample, room)
        room.git("checkout", "--quiet", BRANCH)
        yield from places.check_result(sample.places, sample.source, room.tree, audit(room))
        room.canonry_does("migrate")


def check_history(sample, room):
    folder = room.path / "history"
    room.git("worktree", "add", "--quiet", "--detach", folder, "main")
    yield from sample.check_build(room, folder)
    old = LibraryUse(room, folder) if sample.name == "tally" else None
    commits = room.git("rev-list", "--reverse", f"main..{BRANCH}").split()
    if len(commits) < 2:
        yield f"{len(commits)} commits; callers and redirects are two steps at least"
    for commit in commits:
        room.git("checkout", "--quiet", commit, cwd=folder)
        message = room.git("log", "-1", "--format=%B", commit)
        title = message.split("\n")[0]
        yield from (f"{title}: {wrong}" for wrong in sample.check_build(room, folder))
        yield from (f"{title}: {wrong}" for wrong in (old.check(room, folder) if old else ()))
        yield from python_sample.check_message(message)


class LibraryUse:
    """A program that was linked with the library before, and what it may count on."""

    def __init__(self, room, folder):
        self.client = room.path / "old_client"
        shutil.copy2(folder / "build-gcc/client/client", self.client)
        self.said = self.run(room, folder / "build-gcc")
        self.symbols = {compiler: self.exported(room, folder, compiler) for compiler in self.built(folder)}

    @staticmethod
    def built(folder):
        return [compiler for compiler in COMPILERS if (folder / f"build-{compiler}/libtally.so.1").is_file()]

    @staticmethod
    def exported(room, folder, compiler):
        lines = room.run("nm", "-D", "--defined-only", folder / f"build-{compiler}/libtally.so.1").stdout.decode().split("\n")
        return {tuple(line.split()[1:]) for line in lines if line}

    def run(self, room, libraries):
        return room.run("env", f"LD_LIBRARY_PATH={libraries}", self.client, check=False).stdout

    def check(self, room, folder):
        for compiler in self.built(folder):
            for missing in self.symbols[compiler] ^ self.exported(room, folder, compiler):
                yield f"{compiler}: {' '.join(missing)} came or went"
            if self.run(room, folder / f"build-{compiler}") != self.said:
                yield f"{compiler}: a program that was linked before says something else:\n{self.run(room, folder / f'build-{compiler}').decode()}"
            yield from check_aliases(folder, compiler)


def check_aliases(folder, compiler):
    """Where the source promises an alias, both names have one address."""
    library = ctypes.CDLL(str(folder / f"build-{compiler}/libtally.so.1"))
    for path in sorted((folder / "src").glob("*.c")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            for old, new in re.findall(r"(\w+)\([^()]*\).*\balias\(\"(\w+)\"\)", line):
                if ctypes.cast(library[old], ctypes.c_void_p).value != ctypes.cast(library[new], ctypes.c_void_p).value:
                    yield f"{compiler}: {old} and {new} are two functions"


def writes_and_takes_back(sample, canonry):
    """migrate --write makes the same as the branch; a second run finds nothing to do; undo gives back every byte and mode"""
    with tool.Room(canonry, sample.source) as room:
        sample.open(room)
        before = snapshot(room.tree)
        patch = room.canonry_does("migrate", "--diff", codes=(tool.FINDINGS,)).stdout
        yield from (f"--diff has written: {difference}" for difference in tree.differences(before, snapshot(room.tree)))
        room.canonry_does("migrate", "--write")
        once = snapshot(room.tree)
        yield from check_patch(room, patch, once)
        room.canonry_does("migrate")
        room.canonry_does("migrate", "--write")
        yield from (f"a second run: {difference}" for difference in tree.differences(once, snapshot(room.tree)))
        room.canonry_does("undo")
        yield from (f"undo: {difference}" for difference in tree.differences(before, snapshot(room.tree)))


def check_patch(room, patch, written):
    (room.path / "patch").write_bytes(patch)
    folder = room.path / "patched"
    room.git("worktree", "add", "--quiet", "--detach", folder, "main")
    room.git("apply", "--whitespace=nowarn", room.path / "patch", cwd=folder)
    yield from (f"--diff and --write: {difference}" for difference in tree.differences(written, snapshot(folder)))


def applies_a_plan(sample, canonry):
    """apply does what plan wrote; without a compile database nothing is changed by guessing"""
    with tool.Room(canonry, sample.source) as room, tool.Room(canonry, sample.source) as other:
        sample.open(room)
        sample.open(other)
        plan(room)
        room.canonry_does("apply", room.path / "plan.json")
        other.canonry_does("migrate", "--write")
        yield from tree.differences(snapshot(other.tree), snapshot(room.tree))
        room.canonry_does("undo")
        before = snapshot(room.tree)
        for path in room.tree.glob("build*"):
            shutil.rmtree(path)
        (room.tree / "compile_commands.json").unlink(missing_ok=True)
        room.canonry_does("migrate", "--write", codes=(tool.CLEAN, tool.FINDINGS, tool.REFUSED))
        yield from (f"without a database: {difference}" for difference in tree.differences(before, snapshot(room.tree)))


def keeps_to_one_family(sample, canonry):
    """--family PRODUCT writes what concerns that product, and nothing else"""
    with tool.Room(canonry, sample.source) as room:
        sample.open(room)
        before = snapshot(room.tree)
        room.canonry_does("migrate", "--write", "--family", "packet")
        changed = [difference.split(":")[0] for difference in tree.differences(before, snapshot(room.tree))]
        if changed != ["src/net/uplink.c"]:
            yield f"changed are {', '.join(changed) or 'none'}"


# --- The checks themselves ---


def notices(sample):
    """each sample builds, and a list or a build that is wrong is noticed"""
    with tool.Room("", sample.source) as room:
        yield from places.check_itself(sample.places, room.tree)
        yield from sample.check_build(room, room.tree)
        if not list(places.check_result([p for p in sample.places if p.verb == "move"], sample.source, room.tree, [])) and sample.name != "lumen":
            yield "callers that were not moved are not noticed"
        kept = [place for place in sample.places if place.verb in ("keep", "none", "show") and not place.gap]
        for place in kept:
            path = room.tree / place.path
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(place.text, "changed"), encoding="utf-8")
            if not list(places.check_place(place, sample.source, room.tree, [])):
                yield f"{place}: a change of it is not noticed"
            path.write_text(text, encoding="utf-8")
        yield from notices_a_warning(sample, room)


def notices_a_warning(sample, room):
    path = max((path for path in room.tree.rglob("src/*.c*")), key=lambda path: path.name)
    path.write_text(path.read_text(encoding="utf-8") + "\nstatic int unused;\n", encoding="utf-8")
    if not list(sample.check_build(room, room.tree)):
        yield "a warning is not noticed"


ALL = [is_found, mends_on_a_branch, writes_and_takes_back, applies_a_plan]
SAMPLES = [
    Sample("station", build_by_make, ["make", "-j2", "compile_commands.json"], 5, ALL + [keeps_to_one_family]),
    Sample("tally", build_by_make, ["make", "-j2", "compile_commands.json"], 4, ALL),
    Sample("lumen", build_by_meson, ["meson", "setup", "build"], 4, [is_found, mends_on_a_branch]),  # a unit of C++ takes as long as twenty of C
]


def collect(canonry):
    """(name, test) of every sample, as in run.py."""
    usable = [sample for sample in SAMPLES if sample.build is not build_by_meson or shutil.which("meson")]
    tests = [(f"oracle/native/{sample.name}/notices", functools.partial(notices, sample)) for sample in usable]
    if canonry:
        tests += [(f"native/{sample.name}/{test.__name__}", functools.partial(test, sample, canonry)) for sample in usable for test in sample.measures]
    return tests
