"""The sample application through a whole migration: red before, greener with each commit, green and one object at the end."""

import pathlib
import re

import check_tree
import probe
import tool
import tree

HERE = pathlib.Path(__file__).resolve().parent
SAMPLE = HERE / "sample" / "tree"
IDENTITY = (HERE / "sample" / "identity.txt").read_text(encoding="utf-8")
BRANCH = "one-factory"

# What a changed line of the sample may be about.
WORDS = ["Factory", "factory", "create_label", "create_carrier", "labels", "carriers", "tracking", "Tracker", "guarded"]  # the last is an old path once its fallback is gone
COPIES = {"parcels/depot/carriers.py", "parcels/legacy/carriers.py", "parcels/legacy/labels.py"}  # may become redirects as a whole
DUPLICATES = {"CarrierFactory", "create_label", "create_carrier", "ExpressCarrierFactory"}

# Red for as long as there are copies.
RED = {
    "test_depot_is_the_canonical", "test_express_is_the_canonical", "test_importers_agree", "test_labels_come_from_one_place",
    "test_legacy_is_the_canonical", "test_contract_is_known_at_the_depot", "test_legacy_contract_is_known_everywhere",
    "test_factory_is_a_legacy_factory", "test_factory_is_an_express_factory", "test_legacy_factory_is_a_factory",
}
TOTAL = 28


def failing_tests(room, folder):
    """Names of the sample's tests that fail in this copy; none may be missing."""
    done = room.python("-m", "unittest", "-v", cwd=folder, check=False)
    text = done.stderr.decode("utf-8", "replace")
    ran = re.search(r"^Ran (\d+) tests?", text, re.MULTILINE)
    if not ran or int(ran[1]) != TOTAL:
        raise tool.Failure(f"{ran[1] if ran else 'no'} tests ran of {TOTAL}\n{text}")
    return set(re.findall(r"^(?:FAIL|ERROR): (\w+)", text, re.MULTILINE))


def export(room, revision, name):
    """The tree of one commit, in a folder of its own."""
    folder = room.path / name
    room.git("worktree", "add", "--quiet", "--detach", folder, revision)
    return folder


def is_red_before(canonry):
    """the sample's own suite is red exactly where copies part"""
    with tool.Room(canonry, SAMPLE) as room:
        red = failing_tests(room, room.tree)
        if red != RED:
            yield f"red are {', '.join(sorted(red))}"
        if not list(probe.check_identity(room.tree, IDENTITY)):
            yield "the probe sees nothing wrong with the sample before its migration"


def mends_on_a_branch(canonry):
    """migrate --branch makes commits, each at least as green as the one before, the last one green and one object by every path"""
    with tool.Room(canonry, SAMPLE) as room:
        room.make_repository()
        room.canonry_does("migrate", "--branch", BRANCH)
        yield from check_history(room)


def check_history(room):
    commits = room.git("rev-list", "--reverse", f"main..{BRANCH}").split()
    if len(commits) < 2:
        yield f"{len(commits)} commits; imports and redirects are two steps at least"
        return
    red = RED
    for number, commit in enumerate(commits):
        folder = export(room, commit, f"commit{number}")
        title, now = room.git("log", "-1", "--format=%s", commit).strip(), failing_tests(room, folder)
        if not now <= red:
            yield f"{title}: breaks {', '.join(sorted(now - red))}"
        red = now
        yield from check_message(room.git("log", "-1", "--format=%B", commit))
    yield from (f"after the last commit {name} fails" for name in sorted(red))
    yield from check_result(room.source, room.path / f"commit{len(commits) - 1}")


def check_message(message):
    title, _, body = message.strip().partition("\n")
    if not re.search(r"\bCN\d{3}\b", message):
        yield f"{title}: the message names no finding"
    if not body.strip():
        yield f"{title}: the message does not say why"


def check_result(before, after):
    """What must hold of the migrated sample, whatever was written how."""
    yield from probe.check_identity(after, IDENTITY)
    old, new = tree.snapshot(before), tree.snapshot(after)
    for path, was, now in tree.changed_sources(old, new):
        if was is None or now is None:
            yield f"{path} {'is new' if was is None else 'is gone'}"
            continue
        yield from (f"{path}: {sentence}" for sentence in tree.check_file(was, now))
        for line, text in check_tree.strange_lines(was, now, WORDS, DUPLICATES) if path not in COPIES else ():
            yield f"{path}:{line} changed and has nothing to do with the families: {text}"
    for path in sorted(old.keys() & new.keys()):
        if old[path][1] != new[path][1]:
            yield f"{path}: another mode"


def writes_and_takes_back(canonry):
    """migrate --write mends it, a second run finds nothing to do, undo gives back every byte and mode"""
    with tool.Room(canonry, SAMPLE) as room:
        (room.tree / "parcels/services/night.py").chmod(0o755)
        before = tree.snapshot(room.tree)
        room.canonry_does("migrate", ".", codes=(tool.FINDINGS,))
        if tree.snapshot(room.tree) != before:
            yield "without --write it has written"
        room.canonry_does("migrate", "--write")
        once = tree.snapshot(room.tree)
        if once == before:
            yield "nothing was written"
        yield from (f"after migrate --write {name} fails" for name in sorted(failing_tests(room, room.tree)))
        yield from probe.check_identity(room.tree, IDENTITY)
        room.canonry_does("migrate")
        room.canonry_does("migrate", "--write")
        yield from (f"a second run: {difference}" for difference in tree.differences(once, tree.snapshot(room.tree)))
        room.canonry_does("undo")
        yield from (f"undo: {difference}" for difference in tree.differences(before, tree.snapshot(room.tree)))


def shows_a_diff_that_git_takes(canonry):
    """migrate --diff is a patch that git apply takes, and gives the same tree as --write"""
    with tool.Room(canonry, SAMPLE) as room, tool.Room(canonry, SAMPLE) as other:
        room.make_repository()
        patch = room.canonry_does("migrate", "--diff", codes=(tool.FINDINGS,)).stdout
        (room.path / "patch").write_bytes(patch)
        room.git("apply", "--whitespace=nowarn", room.path / "patch")
        other.canonry_does("migrate", "--write")
        yield from tree.differences(tree.snapshot(other.tree), tree.snapshot(room.tree))


def applies_a_plan(canonry):
    """apply does exactly what plan wrote, and leaves alone what has changed since"""
    with tool.Room(canonry, SAMPLE) as room, tool.Room(canonry, SAMPLE) as other:
        room.canonry_does("plan", "--output", "../plan.json", codes=(tool.CLEAN, tool.FINDINGS))
        room.canonry_does("apply", "../plan.json")
        other.canonry_does("migrate", "--write")
        yield from tree.differences(tree.snapshot(other.tree), tree.snapshot(room.tree))
        room.canonry_does("undo")
        touched = room.tree / "parcels/services/booking.py"
        touched.write_bytes(touched.read_bytes() + b"# edited since\n")
        before = touched.read_bytes()
        done = room.canonry_does("apply", "../plan.json", codes=(tool.REFUSED,))
        if touched.read_bytes() != before:
            yield "apply wrote a file that had changed since the plan"
        if "booking.py" not in tool.said(done):
            yield "apply does not name the file that it refuses"


def refuses_uncommitted_changes(canonry):
    """a planned file with uncommitted changes is left alone and named; another one does not matter; --force writes"""
    with tool.Room(canonry, SAMPLE) as room:
        room.make_repository()
        dirty = room.tree / "parcels/services/night.py"
        dirty.write_bytes(dirty.read_bytes() + b"# not committed\r\n")
        before = dirty.read_bytes()
        done = room.canonry_does("migrate", "--write", codes=(tool.USAGE, tool.REFUSED))
        if dirty.read_bytes() != before:
            yield "a file with uncommitted changes was written"
        if "night.py" not in tool.said(done):
            yield "it does not name the file with uncommitted changes"
        room.canonry_does("migrate", "--write", "--force")
        if dirty.read_bytes() == before:
            yield "--force did not write it"
        room.canonry_does("undo")
        if dirty.read_bytes() != before:
            yield "undo did not give back the uncommitted change"


def verifies(canonry):
    """verify fails before; afterwards only the copies that went their own way are rivals; migrate --verify takes back what fails"""
    with tool.Room(canonry, SAMPLE) as room:
        failing = (tool.FINDINGS, tool.REFUSED)
        room.canonry_does("verify", codes=failing)
        room.canonry_does("verify", "--family", "Label", codes=failing)
        before = tree.snapshot(room.tree)
        room.canonry_does("migrate", "--write", "--verify", "false", codes=failing)
        yield from (f"--verify false: {difference}" for difference in tree.differences(before, tree.snapshot(room.tree)))
        room.canonry_does("migrate", "--write", "--verify", "python3 -B -c 'import parcels.main'")
        yield from (f"after migrate --verify {name} fails" for name in sorted(failing_tests(room, room.tree)))
        said = tool.said(room.canonry_does("verify", codes=failing))
        if "parcels.batch.carriers" not in said:
            yield "verify does not name the copy that went its own way"
        room.canonry_does("verify", "--family", "Label", "--run", "python3 -B -m unittest")
        room.canonry_does("verify", "--family", "Label", "--run", "false", codes=failing)


def bisects(canonry):
    """when one file's change fails the user's command, that one is taken back and named, and the rest is kept"""
    with tool.Room(canonry, SAMPLE) as room:
        watched = room.tree / "parcels/services/near.py"
        before = tree.snapshot(room.tree)
        guard = "grep -q 'from ..compat.carriers import CarrierFactory' parcels/services/near.py"
        done = room.canonry_does("migrate", "--write", "--verify", guard, codes=(tool.CLEAN, tool.FINDINGS, tool.REFUSED))
        if b"from ..compat.carriers import CarrierFactory" not in watched.read_bytes():
            yield "the change that fails the command stayed"
        if "near.py" not in tool.said(done):
            yield "the change that was taken back is not named"
        kept = [path for path, _, _ in tree.changed_sources(before, tree.snapshot(room.tree))]
        if not {"parcels/services/booking.py", "parcels/services/night.py"} <= set(kept):
            yield f"good changes were taken back too; kept: {', '.join(kept) or 'nothing'}"


TESTS = [is_red_before, mends_on_a_branch, writes_and_takes_back, shows_a_diff_that_git_takes, applies_a_plan, refuses_uncommitted_changes,
         verifies, bisects]
