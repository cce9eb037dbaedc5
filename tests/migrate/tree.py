"""Trees as data: every byte and mode, what differs between two of them, and what a change of a file must leave alone."""

import difflib
import hashlib
import os
import pathlib
import stat

import scopes

BOM = b"\xef\xbb\xbf"
STATE_FOLDERS = {".git", ".canonry", "__pycache__"}


def snapshot(root):
    """Relative path -> (kind, permission bits, bytes or link target); without the state of git and of the program."""
    found = {}
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in STATE_FOLDERS)
        for name in folders + names:
            path = pathlib.Path(folder, name)
            facts = path.lstat()
            mode = stat.S_IMODE(facts.st_mode)
            key = path.relative_to(root).as_posix()
            if path.is_symlink():
                found[key] = ("link", 0, os.fsencode(os.readlink(path)))
            elif path.is_dir():
                found[key] = ("folder", mode, b"")
            else:
                found[key] = ("file", mode, path.read_bytes())
    return found


def digest(snapshot_):
    """One hash of all paths, kinds, modes and bytes."""
    total = hashlib.sha256()
    for path, (kind, mode, data) in sorted(snapshot_.items()):
        total.update(f"{path}\0{kind}\0{mode}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
    return total.hexdigest()


def differences(old, new):
    """Sentences on what is not the same."""
    for path in sorted(old.keys() | new.keys()):
        if path not in new:
            yield f"{path} is gone"
        elif path not in old:
            yield f"{path} is new"
        elif old[path] != new[path]:
            what = "mode" if old[path][2] == new[path][2] else "bytes"
            yield f"{path}: other {what} than before"


def changed_sources(old, new):
    """(path, old bytes, new bytes) of the Python files that differ; None for what is not there."""
    for path in sorted(old.keys() | new.keys()):
        if path.endswith((".py", ".pyi")) and old.get(path) != new.get(path):
            yield path, old[path][2] if path in old else None, new[path][2] if path in new else None


def line_ends(data):
    """The set of line ends in use."""
    found = set()
    if b"\r\n" in data:
        found.add("CRLF")
    bare = data.replace(b"\r\n", b"")
    if b"\n" in bare:
        found.add("LF")
    if b"\r" in bare:
        found.add("CR")
    return found


def check_bytes(old, new):
    """What a change of some lines must not change about the file."""
    if old.startswith(BOM) != new.startswith(BOM):
        yield "the byte order mark came or went"
    added = line_ends(new) - line_ends(old)
    if line_ends(old) and added:
        yield f"{', '.join(sorted(added))} line ends that were not there before"
    if new and old and old.endswith((b"\n", b"\r")) != new.endswith((b"\n", b"\r")):
        yield "the final newline came or went"


def changed_lines(old, new):
    """(line numbers of old that are gone or replaced, line numbers of new that are added), both from 1."""
    before, after = (data.removeprefix(BOM).splitlines(keepends=True) for data in (old, new))
    gone, added = [], []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            gone += range(a + 1, b + 1)
            added += range(c + 1, d + 1)
    return gone, added


def check_file(old, new):
    """Everything that must hold of one changed source, whatever the change is."""
    yield from check_bytes(old, new)
    if not scopes.parses(old):
        yield "it did not parse, and was changed nevertheless"
    elif not scopes.parses(new):
        yield "it does not parse any more"
    else:
        yield from scopes.worse(old, new)
