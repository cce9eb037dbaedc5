"""Duplicates of C and C++ through a migration: what compilers, linkers and the programs themselves say before and after.

c_calls/<name>/ are trees of a few files. Each is built by every compiler that is there, with warnings as errors, before
the migration, after it and after each of its commits; what the program prints stays the same.
"""

import functools
import json
import pathlib
import re
import shutil

import tool
import tree

HERE = pathlib.Path(__file__).resolve().parent / "c_calls"
WARNINGS = ["-Wall", "-Wextra", "-Werror", "-Wmissing-prototypes"]
C = {"standard": "-std=c17", "compilers": ["gcc", "clang"], "suffix": ".c", "warnings": WARNINGS}
CPP = {"standard": "-std=c++17", "compilers": ["g++", "clang++"], "suffix": ".cpp", "warnings": WARNINGS[:3]}


def sources_of(folder, language):
    return sorted(path.name for path in folder.iterdir() if path.suffix == language["suffix"])


def write_database(room, language, library=()):
    """As a build with these flags would write it; files of a library are position-independent."""
    entries = [
        {"directory": str(room.tree), "file": name, "arguments":
         [language["compilers"][0], language["standard"], *language["warnings"], *(["-fPIC"] if name in library else []), "-c", name, "-o", name + ".o"]}
        for name in sources_of(room.tree, language)
    ]
    (room.tree / "compile_commands.json").write_text(json.dumps(entries), encoding="utf-8")


def compilers_of(language):
    found = [name for name in language["compilers"] if shutil.which(name)]
    if not found:
        raise tool.Failure(f"none of {', '.join(language['compilers'])} is installed")
    return found


def outputs(room, folder, language):
    """What the program prints, by compiler; no compiler may warn."""
    printed = {}
    for compiler in compilers_of(language):
        program = room.path / "program"
        room.run(compiler, language["standard"], *language["warnings"], *sources_of(folder, language), "-o", program, cwd=folder)
        printed[compiler] = room.run(program).stdout
    return printed


def migrated(name, language, canonry, check, library=()):
    """Runs `check(room, before)` on the migrated tree; undo must bring every byte back, a second migration find nothing."""
    with tool.Room(canonry, HERE / name) as room:
        write_database(room, language, library)
        before, bytes_before = outputs(room, room.tree, language), tree.snapshot(room.tree)
        room.canonry_does("migrate", "--write")
        yield from check(room)
        if outputs(room, room.tree, language) != before:
            yield "the program prints something else than before"
        again = tool.said(room.canonry_does("migrate", codes=(tool.CLEAN, tool.FINDINGS)))
        if "would be written" in again and "no files would be written" not in again:
            yield f"a second migration finds something to do:\n{again}"
        room.canonry_does("undo")
        yield from (f"after undo {line}" for line in tree.differences(bytes_before, tree.snapshot(room.tree)))


def words_in(room, word):
    """Files of the tree in which the word stands."""
    pattern = re.compile(rf"\b{word}\b")
    return {path.name for path in room.tree.iterdir() if path.suffix != ".json" and path.is_file() and pattern.search(path.read_text(encoding="utf-8"))}


# --- C ---


def check_moves(room):
    yield from (f"{name} still names peer_open" for name in sorted(words_in(room, "peer_open")))
    yield from (f"{name} still has {word}" for word in ("dup_name", "text_of") for name in sorted(words_in(room, word)))
    header = (room.tree / "peer.h").read_text(encoding="utf-8")
    if '#define PEER_LOCAL(n) conn_new("localhost", (n))' not in header:
        yield f"the macro's body was not edited:\n{header}"
    if header.count('#include "conn.h"') != 1:
        yield f"the header does not include the canonical's exactly once:\n{header}"
    if "static struct conn *make(" in (room.tree / "pool.c").read_text(encoding="utf-8"):
        yield "the static duplicate is still there"


def moves_every_form(canonry):
    """calls, macro bodies, macro arguments, pointers, initialisers, headers of several units; nothing internal is left behind"""
    yield from migrated("moved", C, canonry, check_moves)


def every_commit_builds(canonry):
    """migrate --branch: each commit compiles without a warning, and the program prints the same"""
    for name in ("moved", "library"):
        with tool.Room(canonry, HERE / name) as room:
            write_database(room, C, library=["conn.c", "peer.c"] if name == "library" else [])
            (room.tree / ".gitignore").write_text("compile_commands.json\n", encoding="utf-8")
            room.make_repository()
            before = outputs(room, room.tree, C)
            room.canonry_does("migrate", "--branch", "one-way")
            commits = room.git("rev-list", "--reverse", "main..one-way").split()
            if not commits:
                yield f"{name}: no commit was made"
            for commit in commits:
                folder = room.path / commit
                room.git("worktree", "add", "--quiet", "--detach", folder, commit)
                if outputs(room, folder, C) != before:
                    yield f"{name}: {room.git('log', '-1', '--format=%s', commit)}: the program prints something else"


def symbols(room, library):
    return sorted(line.split()[-1] for line in room.run("nm", "-D", "--defined-only", library).stdout.decode().splitlines())


def build_library(room, compiler):
    room.run(compiler, "-std=c17", *WARNINGS, "-fPIC", "-shared", "conn.c", "peer.c", "-o", room.path / "libconn.so")
    return symbols(room, room.path / "libconn.so")


def check_library(room):
    header = (room.tree / "peer.h").read_text(encoding="utf-8")
    if "deprecated" not in header:
        yield f"the old name does not say that it is deprecated:\n{header}"
    if "return conn_new(name, number);" not in (room.tree / "peer.c").read_text(encoding="utf-8"):
        yield "the old function does not hand on to the canonical"
    if words_in(room, "peer_open") != {"peer.c", "peer.h"}:
        yield f"peer_open stands in {', '.join(sorted(words_in(room, 'peer_open')))}"


def keeps_the_symbols_of_a_library(canonry):
    """an exported duplicate hands on: the same symbols, and a program that was linked before goes on working"""
    yield from migrated("library", C, canonry, check_library, library=["conn.c", "peer.c"])
    with tool.Room(canonry, HERE / "library") as room:
        write_database(room, C, library=["conn.c", "peer.c"])
        for compiler in compilers_of(C):
            before = build_library(room, compiler)
            room.run(compiler, "-std=c17", "main.c", "-o", room.path / "old", "-L", room.path, "-lconn", f"-Wl,-rpath,{room.path}")
            printed = room.run(room.path / "old").stdout
            room.canonry_does("migrate", "--write")
            after = build_library(room, compiler)
            if before != after:
                yield f"{compiler}: the library had {before}, and has {after}"
            if room.run(room.path / "old").stdout != printed:
                yield f"{compiler}: an old program prints something else"
            shutil.copy(HERE / "library" / "main.c", room.path / "user.c")
            warned = room.run(compiler, "-fsyntax-only", "-I", room.tree, room.path / "user.c")
            if b"use conn_new" not in warned.stderr:
                yield f"{compiler}: who still calls the old name is not warned\n{tool.said(warned)}"
            room.canonry_does("undo")


REASONS = {
    "global_open": "`made` (global.c:19) is not the one of conn.c:16",
    "wire_open": "the macro STEP is defined otherwise",
    "wire_noted": "it asks for its own line, through the macro NOTE",
    "wire_more": "more.c:15 has `wires` where wire.c:16 has `STEP`",
}


def refuses_what_is_not_equal(canonry):
    """another macro, another global of the same name, a line number, one name more: nothing is written, and the reason is said"""
    with tool.Room(canonry, HERE / "refused") as room:
        write_database(room, C)
        outputs(room, room.tree, C)
        before = tree.snapshot(room.tree)
        room.canonry_does("migrate", "--write", "--unsafe", codes=(tool.CLEAN, tool.FINDINGS))
        said = " ".join(tool.said(room.canonry_does("migrate", "--unsafe", codes=(tool.CLEAN, tool.FINDINGS))).split())
        yield from (f"--write: {line}" for line in tree.differences(before, tree.snapshot(room.tree)))
        yield from (f"{name}: it is not said that {why}:\n{said}" for name, why in REASONS.items() if f"`{name}`" not in said or why not in said)


LEFT = ["is made into a string, too", "is put together by a macro", "names it in an #if that no unit takes", "names it in a string"]


def check_left(room):
    text = (room.tree / "main.c").read_text(encoding="utf-8")
    for kept in ("NAMED(peer_open)", '"peer_open"', "GLUE(peer, open)", 'return peer_open("extra", 1);'):
        if kept not in text:
            yield f"`{kept}` was touched"
    if 'port_of(conn_new("one", 1))' not in text:
        yield "the plain call was not moved"
    if "deprecated" in (room.tree / "peer.h").read_text(encoding="utf-8"):
        yield "the old name is deprecated though it is used"


def lists_what_it_leaves(canonry):
    """stringified, pasted, switched off, in a string: left as they are, listed, and the name goes on working"""
    yield from migrated("left", C, canonry, check_left)
    with tool.Room(canonry, HERE / "left") as room:
        write_database(room, C)
        said = " ".join(tool.said(room.canonry_does("migrate", "--verbose", codes=(tool.CLEAN, tool.FINDINGS))).split())
        yield from (f"not said: {why}\n{said}" for why in LEFT if why not in said)


# --- C++ ---


def check_namespaces(room):
    text = (room.tree / "main.cpp").read_text(encoding="utf-8")
    for expected in ("using core::make_engine;", "core::make_engine(2), core::make_engine(3), core::make_engine(4), core::make_engine(5, 6)"):
        if expected not in text:
            yield f"`{expected}` is not there:\n{text}"
    if "legacy::make_engine" in text:
        yield f"legacy::make_engine is still named:\n{text}"
    if "make_engine" in (room.tree / "legacy.h").read_text(encoding="utf-8"):
        yield "the old declaration is still there"


def moves_between_namespaces(canonry):
    """C++: qualified and unqualified calls, using-declarations; an overload is told from another"""
    yield from migrated("cpp", CPP, canonry, check_namespaces)


def needs_libclang(test):
    """Without libclang nothing can be proven, and nothing is."""
    @functools.wraps(test)
    def run(canonry):
        with tool.Room(canonry) as room:
            about = tool.said(room.canonry_does("version"))
        return [] if re.search(r"libclang[ :]+(no\b|not)", about) else test(canonry)
    return run


TESTS = [needs_libclang(test) for test in (
    moves_every_form,
    every_commit_builds,
    keeps_the_symbols_of_a_library,
    refuses_what_is_not_equal,
    lists_what_it_leaves,
    moves_between_namespaces,
)]


def notices(name, check):
    """What looks at a migrated tree has something to say of one that is not."""
    with tool.Room(None, HERE / name) as room:
        if not list(check(room)):
            yield f"{check.__name__} finds nothing wrong with {name} before its migration"


ORACLES = [functools.partial(notices, *pair) for pair in (
    ("moved", check_moves), ("library", check_library), ("left", check_left), ("cpp", check_namespaces),
)]
