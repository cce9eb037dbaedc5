"""Proves that the checks see: each is shown something broken, and must say so; and something sound, and must not."""

import contextlib
import io
import pathlib
import tempfile

import check_tree
import probe
import scopes
import tree

HERE = pathlib.Path(__file__).resolve().parent
OLD = b"import os\nfrom old import Maker, helper\n\n\nclass Desk:\n    kind = Maker\n\n    def use(self):\n        return [helper(Maker, item) for item in os.listdir()]\n"

# (what was done, the text after it, is it wrong?)
CHANGES = [
    ("moved", OLD.replace(b"from old", b"from new"), False),
    ("moved under the old name", OLD.replace(b"from old import Maker", b"from new import Factory as Maker"), False),
    ("split in two", OLD.replace(b"from old import Maker, helper", b"from new import Maker\nfrom old import helper"), False),
    ("renamed everywhere", OLD.replace(b"Maker", b"Factory"), False),
    ("renamed in the import only", OLD.replace(b"import Maker", b"import Factory"), True),
    ("renamed but in the method", OLD.replace(b"import Maker", b"import Factory").replace(b"kind = Maker", b"kind = Factory"), True),
    ("a name lost", OLD.replace(b", helper", b""), True),
    ("an import twice", OLD.replace(b"import os\n", b"import os\nfrom new import Maker\n"), True),
    ("an import that nobody reads", OLD.replace(b"import os\n", b"import os\nfrom new import Spare\n"), True),
    ("a second alias", OLD.replace(b"import Maker", b"import Maker as A as B"), True),
    ("half a statement", OLD.replace(b"from old import Maker", b"from new import (Maker"), True),
    ("CRLF in one line", OLD.replace(b"import os\n", b"import os\r\n"), True),
    ("no final newline", OLD[:-1], True),
    ("a byte order mark", b"\xef\xbb\xbf" + OLD, True),
]


def sees_what_a_change_of_names_does():
    """the checks of one file tell sound changes from broken ones"""
    for what, new, is_wrong in CHANGES:
        found = list(tree.check_file(OLD, new))
        if bool(found) != is_wrong:
            yield f"{what}: {'not noticed' if is_wrong else found}"


def sees_names_without_pyflakes():
    """the same of names without pyflakes, which may not be installed"""
    names_only = [change for change in CHANGES if scopes.parses(change[1]) and "import" not in change[0] and b"\r" not in change[1]]
    for what, new, is_wrong in names_only[:-2]:
        if bool(list(scopes.worse(OLD, new, None))) != is_wrong:
            yield f"{what}: judged wrongly"


# (source, names that nothing binds, imports that nothing reads)
SOURCES = [
    ("def f():\n    global x\n    x = 1\n\n\ndef g():\n    return x\n", set(), set()),
    ("class A:\n    from m import b\n\n    def f(self):\n        return b\n", {("A.f", "b")}, {("A", "b")}),
    ("class A:\n    from m import b\n    c = b\n", set(), set()),
    ("from m import b\n\n\ndef f(x: 'b') -> 'list[c]':\n    return x\n", {("", "c")}, set()),
    ("from m import *\nprint(a)\n", set(), set()),
    ("__all__ = ['a', 'b']\nfrom m import a\n", {("__all__", "b")}, set()),
    ("def f():\n    from m import a\n\n    def g():\n        return a\n\n    return g\n", set(), set()),
    ("def f():\n    from m import a\n\n    def g(a):\n        return a\n\n    return g\n", set(), {("f", "a")}),
    ("try:\n    from m import a\nexcept ImportError:\n    a = None\nprint(a, [z for z in a])\n", set(), set()),
    ("from __future__ import annotations\nprint(__name__, WindowsError)\n", set(), set()),
    ("x = [y for y in range(3) if y in z]\n", {("listcomp", "z")}, set()),
]


def knows_scopes():
    """names are found bound, unbound and unread as Python would"""
    for text, unbound, unused in SOURCES:
        source = scopes.Source(text.encode())
        if source.unbound() != unbound:
            yield f"{text!r}: unbound are {source.unbound()}"
        if source.unused_imports() != unused:
            yield f"{text!r}: unread are {source.unused_imports()}"


def write_tree(root, files):
    for name, text in files.items():
        path = pathlib.Path(root, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


PROBED = {"a/__init__.py": "", "a/one.py": "class X:\n    pass\n\n\nY = X\n", "a/two.py": "from a.one import X\n",
          "a/copy.py": "class X:\n    pass\n", "a/broken.py": "from a.one import Nothing\n"}

# (lines of identity.txt, is the tree as they say?)
PROMISES = [
    ("a.one:X a.two:X a.one:Y", True), ("a.one:X a.copy:X", False), ("<> a.one:X a.copy:X", True), ("<> a.one:X a.two:X", False),
    ("a.one:X a.broken:Nothing", False), ("a.one:X a.gone:X", False), ("a.one:X a.one:Z", False), ("# a.one:X a.copy:X", True),
]


def probes_identity():
    """the probe tells one object from two, and says what cannot be imported"""
    with tempfile.TemporaryDirectory() as root:
        write_tree(root, PROBED)
        for text, is_kept in PROMISES:
            if bool(list(probe.check_identity(root, text))) == is_kept:
                yield f"{text}: judged wrongly"


# (what is done to the copy of the tree, does check_tree.py have to say that it is wrong?)
TREES = [
    ({}, False),
    ({"x.py": "from new import Maker\n\nprint(Maker)\n"}, False),
    ({"x.py": "from new import Other\n\nprint(Maker)\n"}, True),
    ({"x.py": "from new import Maker\n\nprint(Maker)\nprint(1)\n\n"}, False),
    ({"broken.py": "def (:\n\n"}, True),
    ({"y.py": "value = 2\n"}, True),
    ({"x.py": "from new import (Maker\n\nprint(Maker)\n"}, True),
]


def checks_trees():
    """check_tree.py passes a sound tree and refuses a broken one"""
    for changes, is_wrong in TREES:
        with tempfile.TemporaryDirectory() as room:
            files = {"x.py": "from old import Maker\n\nprint(Maker)\n", "y.py": "value = 1\n", "broken.py": "def (:\n"}
            write_tree(f"{room}/old", files)
            write_tree(f"{room}/new", {**files, **changes})
            with contextlib.redirect_stdout(io.StringIO()) as out:
                code = check_tree.main(["--only", "Maker", f"{room}/old", f"{room}/new"])
        if code != int(is_wrong):
            yield f"{changes}: exit code {code}\n{out.getvalue()}"


def sees_every_byte_and_mode():
    """two trees are the same only when every byte, mode, link and empty folder is"""
    with tempfile.TemporaryDirectory() as room:
        root = pathlib.Path(room)
        write_tree(room, {"a.py": "x = 1\n", "b.txt": ""})
        before = tree.snapshot(root)
        for what, act in [("a mode", lambda: (root / "a.py").chmod(0o700)), ("a byte", lambda: (root / "b.txt").write_text(" ")),
                          ("a folder", (root / "c").mkdir), ("a link", lambda: (root / "d").symlink_to("a.py"))]:
            act()
            after = tree.snapshot(root)
            if tree.digest(before) == tree.digest(after) or not list(tree.differences(before, after)):
                yield f"{what} is not seen"
            before = after


TESTS = [sees_what_a_change_of_names_does, sees_names_without_pyflakes, knows_scopes, probes_identity, checks_trees, sees_every_byte_and_mode]
