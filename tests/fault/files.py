"""The trees that the fault tests change, and every kind of file that has to come through a change and its undo."""

import os
import shutil
import subprocess

from room import DONE, NO_LOCK, NOTHING, OLD_TIME, REFUSED, STATE, difference, fingerprint

NOBODY = 65534


def put(path, data, mode=0o644):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    path.chmod(mode)
    os.utime(path, (OLD_TIME, OLD_TIME))
    return path


def new_bytes(room, data):
    path = room.fresh()
    path.write_bytes(data)
    return path


def build_mixed(tree, room):
    """A bit of everything; returns the list of changes."""
    put(tree / "plain.py", b"import old\r\nx = 1\r\n")
    put(tree / "untouched.py", b"pass\n", 0o600)
    put(tree / "pkg/run.py", b"#!/usr/bin/python3\n", 0o755)
    put(tree / "pkg/empty.py", b"")
    put(tree / "pkg/full.py", b"to be emptied\n")
    put(tree / "pkg/deep/gone.py", b"def gone(): pass\n", 0o640)
    put(tree / "pkg/suid.py", b"old\n", 0o4755)
    put(tree / "both.py", b"one file " * 30, 0o664)
    os.link(tree / "both.py", tree / "pkg/both_too.py")
    (tree / "by_link.py").symlink_to("pkg/target.py")
    put(tree / "pkg/target.py", b"by way of a link\n")
    changes = [
        ("plain.py", b"import new\r\nx = 1\r\n"),
        ("pkg/run.py", b"#!/usr/bin/python3\nimport new\n"),
        ("pkg/empty.py", b"no longer\n"),
        ("pkg/full.py", b""),
        ("pkg/suid.py", b"new bytes\n"),
        ("both.py", b"in place, and shorter"),
        ("by_link.py", b"changed by way of a link\n"),
    ]
    lines = [f"write {path} {new_bytes(room, data)}" for path, data in changes]
    lines.append(f"make pkg/made.py {new_bytes(room, b'made')}")
    lines.append("remove pkg/deep/gone.py")
    return "\n".join(lines) + "\n"


def build_many(tree, room):
    """More files than are synced one by one, in several directories."""
    lines = []
    for i in range(60):
        path = f"d{i % 7}/f{i}.py"
        put(tree / path, b"old %d\n" % i * 40, 0o755 if i % 5 == 0 else 0o644)
        lines.append(f"remove {path}" if i % 11 == 3 else f"write {path} {new_bytes(room, b'new %d' % i * 30)}")
    return "\n".join(lines) + "\n"


# --- One kind each ---


class Case:
    """A tree of its own with `a.py` in it, which is changed to b"new" along with what the case says."""

    def __init__(self, room):
        self.room = room
        self.tree = room.fresh()
        self.tree.mkdir()
        self.tree.chmod(0o755)
        put(self.tree / "a.py", b"old a\n")
        self.lines = [f"write a.py {new_bytes(room, b'new')}"]

    def add(self, path, data=b"new"):
        self.lines.append(f"write {path} {new_bytes(self.room, data)}")

    def write(self, as_nobody=False):
        """(how it ended, what it printed)"""
        file = self.room.fresh()
        file.write_text("\n".join(self.lines) + "\n", encoding="utf-8")
        if as_nobody:
            return self.as_nobody("write", self.tree, file)
        return self.room.run("write", self.tree, file)

    def as_nobody(self, *arguments):
        """Root may do everything: what is forbidden is tried by somebody else."""
        command = [str(self.room.program), *map(str, arguments)]
        if os.geteuid() == 0:
            command = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *command]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout + done.stderr

    def interrupt(self, at):
        """Killed before this call of the write."""
        file = self.room.fresh()
        file.write_text("\n".join(self.lines) + "\n", encoding="utf-8")
        self.room.run("write", self.tree, file, FAULT_AT=at, FAULT_HOW="kill")

    def interrupt_in_the_middle(self, wanted=b"new"):
        """Killed when a.py is new and not all is done."""
        for at in range(1, 200):
            fresh = self.room.copy(self.tree)
            self.interrupt(at)
            interrupted = self.room.run("state", self.tree)[1].strip()
            if interrupted and (self.tree / "a.py").read_bytes() == wanted:
                return
            shutil.rmtree(self.tree)
            fresh.rename(self.tree)
        raise AssertionError("never in the middle")


def refused(case, path, reason, as_nobody=False):
    """The change is refused for this file, and nothing at all has happened."""
    before = fingerprint(case.tree)
    code, text = case.write(as_nobody)
    if code != REFUSED or f"{path}: " not in text or reason not in text:
        return f"ended with {code}: {text}"
    return difference(before, fingerprint(case.tree, with_state=True))


def there_and_back(case, as_nobody=False):
    before = fingerprint(case.tree)
    run = case.as_nobody if as_nobody else case.room.run
    code, text = case.write(as_nobody)
    if code != DONE:
        return f"write ended with {code}: {text}"
    if (case.tree / "a.py").read_bytes() != b"new":
        return "nothing was written"
    code, text = run("undo", case.tree)
    if code != DONE:
        return f"undo ended with {code}: {text}"
    return difference(before, fingerprint(case.tree, with_state=True))


def link_to_outside_is_refused(case):
    outside = put(case.room.fresh() / "o.py", b"outside\n")
    (case.tree / "out.py").symlink_to(outside)
    case.add("out.py")
    return refused(case, "out.py", "outside of the root") or ("" if outside.read_bytes() == b"outside\n" else "written")


def folder_link_to_outside_is_refused(case):
    outside = case.room.fresh()
    put(outside / "o.py", b"outside\n")
    (case.tree / "pkg").symlink_to(outside)
    case.add("pkg/o.py")
    return refused(case, "pkg/o.py", "outside of the root")


def path_upwards_is_refused(case):
    put(case.tree / ".." / f"{case.tree.name}.py", b"above\n")
    case.add(f"../{case.tree.name}.py")
    return refused(case, f"../{case.tree.name}.py", "outside of the root")


def folder_link_inside_is_followed(case):
    put(case.tree / "lib/pkg/o.py", b"old\n")
    (case.tree / "pkg").symlink_to("lib/pkg")
    case.add("pkg/o.py")
    return there_and_back(case)


def removing_a_link_is_refused(case):
    (case.tree / "l.py").symlink_to("a.py")
    case.lines.append("remove l.py")
    return refused(case, "l.py", "symbolic link")


def removing_a_hard_link_is_refused(case):
    put(case.tree / "h.py", b"h")
    os.link(case.tree / "h.py", case.tree / "h2.py")
    case.lines.append("remove h.py")
    return refused(case, "h.py", "hard links")


def two_wishes_for_one_file_are_refused(case):
    os.link(case.tree / "a.py", case.tree / "b.py")
    case.add("b.py", b"something else")
    return refused(case, "b.py", "same file")


def one_wish_for_one_file_is_granted(case):
    os.link(case.tree / "a.py", case.tree / "b.py")
    case.add("b.py")
    case.add("./b.py")
    return there_and_back(case)


def read_only_file_is_refused(case):
    put(case.tree / "r.py", b"r", 0o444)
    case.add("r.py")
    return refused(case, "r.py", "read-only")


def read_only_folder_is_refused(case):
    put(case.tree / "ro/x.py", b"x")
    subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", case.tree], check=os.geteuid() == 0, stderr=subprocess.DEVNULL)
    (case.tree / "ro").chmod(0o555)
    case.add("ro/x.py")
    case.room.path.chmod(0o755)
    problem = refused(case, "ro/x.py", "directory", as_nobody=True)
    (case.tree / "ro").chmod(0o755)
    return problem


def unreadable_file_is_refused(case):
    put(case.tree / "u.py", b"u", 0o200)
    subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", case.tree], check=os.geteuid() == 0, stderr=subprocess.DEVNULL)
    case.add("u.py")
    return refused(case, "u.py", "cannot be read", as_nobody=True)


def file_of_somebody_else_is_written_in_place(case):
    """Nobody may not give a new file to root; it may write into one that all may write."""
    if os.geteuid() != 0:
        return None
    (case.tree / "a.py").chmod(0o666)
    inode = (case.tree / "a.py").stat().st_ino
    os.chown(case.tree, NOBODY, NOBODY)
    problem = there_and_back(case, as_nobody=True)
    return problem or ("" if (case.tree / "a.py").stat().st_ino == inode else "is another file")


def fifo_is_refused(case):
    os.mkfifo(case.tree / "f.py")
    case.add("f.py")
    return refused(case, "f.py", "no regular file")


def missing_file_is_refused(case):
    case.add("m.py")
    return refused(case, "m.py", "is gone")


def file_in_the_git_folder_is_refused(case):
    put(case.tree / ".git/config", b"[core]\n")
    case.add(".git/config")
    return refused(case, ".git/config", "no part of the code")


def making_what_is_there_is_refused(case):
    put(case.tree / "t.py", b"t")
    case.lines.append(f"make t.py {new_bytes(case.room, b'new')}")
    return refused(case, "t.py", "there already")


def extended_attributes_come_along(case):
    try:
        os.setxattr(case.tree / "a.py", "user.canonry", b"\x00kept\xff")
    except OSError:
        return None
    put(case.tree / "g.py", b"g", 0o600)
    os.setxattr(case.tree / "g.py", "user.canonry", b"of a removed file")
    case.lines.append("remove g.py")
    kept = {"user.canonry": b"\x00kept\xff"}
    before = fingerprint(case.tree)
    case.write()
    got = {name: os.getxattr(case.tree / "a.py", name) for name in os.listxattr(case.tree / "a.py")}
    if {name: got.get(name) for name in kept} != kept:
        return f"a.py has {got}"
    case.room.run("undo", case.tree)
    return difference(before, fingerprint(case.tree))


def owner_and_bits_come_along(case):
    if os.geteuid() != 0:
        return None
    os.chown(case.tree / "a.py", 12, 34)
    (case.tree / "a.py").chmod(0o6711)
    before = fingerprint(case.tree)
    case.write()
    info = (case.tree / "a.py").stat()
    if (info.st_uid, info.st_gid, info.st_mode & 0o7777) != (12, 34, 0o6711):
        return f"is {info}"
    case.room.run("undo", case.tree)
    return difference(before, fingerprint(case.tree))


def times_are_as_promised(case):
    put(case.tree / "untouched.py", b"u")
    put(case.tree / "same.py", b"same")
    put(case.tree / "g.py", b"g")
    case.add("same.py", b"same")
    case.lines.append("remove g.py")
    case.write()
    case.room.run("undo", case.tree)
    times = {path.name: int(path.stat().st_mtime) == OLD_TIME for path in case.tree.glob("*.py")}
    wanted = {"untouched.py": True, "same.py": True, "g.py": True, "a.py": False}
    return "" if times == wanted else f"{times}, not {wanted}"


def removed_with_its_folder_comes_back(case):
    put(case.tree / "pkg/sub/g.py", b"g", 0o640)
    case.lines.append("remove pkg/sub/g.py")
    before = fingerprint(case.tree)
    case.write()
    (case.tree / "pkg/sub").rmdir()
    (case.tree / "pkg").rmdir()
    code, text = case.room.run("undo", case.tree)
    return difference(before, fingerprint(case.tree)) if code == DONE else f"ended with {code}: {text}"


def later_edit_refuses_the_undo(case):
    put(case.tree / "b.py", b"b")
    case.add("b.py")
    before = fingerprint(case.tree)
    case.write()
    (case.tree / "b.py").write_bytes(b"edited")
    edited = fingerprint(case.tree)
    code, text = case.room.run("undo", case.tree)
    if code != REFUSED or "b.py: was edited since" not in text:
        return f"ended with {code}: {text}"
    problem = difference(edited, fingerprint(case.tree))
    code, text = case.room.run("undo", case.tree, "force")
    if code != DONE:
        return problem or f"forced, it ended with {code}: {text}"
    return problem or difference(before, fingerprint(case.tree, with_state=True))


def edit_after_a_crash_refuses_both_ways(case):
    put(case.tree / "b.py", b"b")
    case.add("b.py")
    before = fingerprint(case.tree)
    case.interrupt_in_the_middle()
    (case.tree / "a.py").write_bytes(b"edited")
    edited = fingerprint(case.tree)
    for verb in ("resume", "undo"):
        code, text = case.room.run(verb, case.tree)
        if code != REFUSED or "a.py: was edited since" not in text or edited != fingerprint(case.tree):
            return f"{verb} ended with {code}: {text}"
    code, text = case.room.run("undo", case.tree, "force")
    return difference(before, fingerprint(case.tree, with_state=True)) if code == DONE else f"forced: {code}: {text}"


def nothing_new_while_one_is_interrupted(case):
    put(case.tree / "b.py", b"b")
    case.add("b.py")
    case.interrupt_in_the_middle()
    before = fingerprint(case.tree)
    code, text = case.write()
    return difference(before, fingerprint(case.tree)) if code == REFUSED else f"ended with {code}: {text}"


def folder_swapped_for_a_link_leads_nowhere(case):
    """After the crash the directory is moved away and a link to the outside stands in its place."""
    put(case.tree / "pkg/b.py", b"old b\n")
    case.add("pkg/b.py")
    case.interrupt_in_the_middle()
    outside = case.room.fresh()
    shutil.copytree(case.tree / "pkg", outside)
    before = fingerprint(outside)
    shutil.rmtree(case.tree / "pkg")
    (case.tree / "pkg").symlink_to(outside)
    problems = []
    for arguments in (("resume",), ("undo",), ("undo", "force")):
        code, text = case.room.run(arguments[0], case.tree, *arguments[1:])
        if code == DONE:
            problems.append(f"{arguments} went through: {text}")
    return "; ".join(problems) or difference(before, fingerprint(outside))


def half_written_file_is_mended_both_ways(case):
    """In place, cut off in the middle: neither old nor new, and known to be so."""
    os.link(case.tree / "a.py", case.tree / "other.py")
    before = fingerprint(case.tree)
    case.interrupt_in_the_middle()
    (case.tree / "a.py").write_bytes(b"ne")
    other = case.room.copy(case.tree)
    code, text = case.room.run("undo", case.tree)
    problem = difference(before, fingerprint(case.tree)) if code == DONE else f"undo ended with {code}: {text}"
    code, text = case.room.run("resume", other)
    return problem or ("" if (other / "other.py").read_bytes() == b"new" else f"resume ended with {code}: {text}")


def twenty_are_kept(case):
    for i in range(23):
        case.lines = [f"write a.py {new_bytes(case.room, b'%d' % i)}"]
        case.write()
    kept = [path for path in (case.tree / STATE).iterdir() if path.is_dir()]
    if len(kept) != 20:
        return f"{len(kept)} are kept"
    codes = [case.room.run("undo", case.tree)[0] for _ in range(21)]
    if codes != [DONE] * 20 + [NOTHING] or (case.tree / "a.py").read_bytes() != b"2":
        return f"{codes}, {(case.tree / 'a.py').read_bytes()}"
    return "" if not (case.tree / STATE).exists() else "the state directory was left"


def torn_journal_is_no_harm(case):
    case.write()
    journal = next((case.tree / STATE).glob("*/journal"))
    journal.write_bytes(journal.read_bytes() + b"\x00" * 4096)
    code, text = case.room.run("undo", case.tree)
    return "" if code == DONE and (case.tree / "a.py").read_bytes() == b"old a\n" else f"ended with {code}: {text}"


def damaged_journal_is_not_believed(case):
    case.write()
    journal = next((case.tree / STATE).glob("*/journal"))
    data = bytearray(journal.read_bytes())
    data[40] ^= 1
    journal.write_bytes(data)
    code, text = case.room.run("undo", case.tree)
    if code == DONE or (case.tree / "a.py").read_bytes() != b"new":
        return f"ended with {code}: {text}"
    return "" if journal.exists() else "was thrown away"


def damaged_bytes_are_not_written(case):
    case.write()
    saved = next((case.tree / STATE).glob("*/bytes"))
    saved.write_bytes(saved.read_bytes().replace(b"old", b"OLD"))
    code, text = case.room.run("undo", case.tree)
    problem = "" if "damaged" in text and code != DONE else f"ended with {code}: {text}"
    return problem or ("" if (case.tree / "a.py").read_bytes() == b"new" else "was written")


def state_lies_in_the_git_folder(case):
    (case.tree / ".git").mkdir()
    (case.tree / ".git/HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    (case.tree / ".git").chmod(0o755)
    before = fingerprint(case.tree)
    case.write()
    if not list((case.tree / ".git/canonry").glob("*/journal")) or (case.tree / STATE).exists():
        return "the journal is elsewhere"
    moved = case.room.fresh()
    case.tree.rename(moved)
    code, text = case.room.run("undo", moved)
    return difference(before, fingerprint(moved, with_state=True)) if code == DONE else f"ended with {code}: {text}"


def git_file_that_points_anywhere_is_not_believed(case):
    """It points to a git directory of somebody's that knows nothing of this tree."""
    elsewhere = case.room.fresh()
    put(elsewhere / ".git/HEAD", b"ref: refs/heads/main\n")
    (case.tree / ".git").write_text(f"gitdir: {elsewhere}/.git\n", encoding="utf-8")
    before = fingerprint(elsewhere)
    problem = there_and_back(case)
    case.write()
    if not (case.tree / STATE).exists():
        problem = problem or "the journal is elsewhere"
    return problem or difference(before, fingerprint(elsewhere))


def linked_work_tree_has_its_own_state(case):
    main = case.room.fresh()
    state = main / ".git/worktrees/w"
    put(main / ".git/HEAD", b"ref: refs/heads/main\n")
    put(state / "HEAD", b"ref: refs/heads/w\n")
    put(state / "gitdir", f"{case.tree}/.git\n".encode())
    (case.tree / ".git").write_text(f"gitdir: {state}\n", encoding="utf-8")
    case.write()
    if not list((state / "canonry").glob("*/journal")):
        return "the journal is elsewhere"
    code, text = case.room.run("undo", case.tree)
    return "" if code == DONE and not (state / "canonry").exists() else f"ended with {code}: {text}"


def readable_state_folder_is_not_believed(case):
    """As it comes with a clone: anybody could have written such a journal."""
    case.write()
    (case.tree / STATE).chmod(0o755)
    code, text = case.room.run("undo", case.tree)
    return "" if code != DONE and (case.tree / "a.py").read_bytes() == b"new" else f"ended with {code}: {text}"


def lock_of_a_living_process_holds(case):
    """A holder in the middle of its write: stopped, not dead."""
    file = case.room.fresh()
    put(case.tree / "b.py", b"b" * 100000)
    case.add("b.py", b"c" * 100000)
    file.write_text("\n".join(case.lines) + "\n", encoding="utf-8")
    holder = subprocess.Popen(
        [case.room.program, "write", case.tree, file],
        env={"LD_PRELOAD": str(case.room.shim), "FAULT_AT": "20", "FAULT_HOW": "stop"},
    )
    os.waitid(os.P_PID, holder.pid, os.WSTOPPED | os.WNOWAIT)
    code, text = case.room.run("undo", case.tree)
    state = case.room.run("state", case.tree)[1].strip()
    holder.kill()
    holder.wait()
    if code != NO_LOCK or str(holder.pid) not in text:
        return f"ended with {code}: {text}"
    if state:
        return "a living process counts as interrupted"
    code, text = case.room.run("undo", case.tree)
    return "" if code in (DONE, NOTHING) and (case.tree / "a.py").read_bytes() == b"old a\n" else f"then {code}: {text}"


def dead_holder_is_followed_by_one_only(case):
    """Many at once find the lock of a dead one; each either has it for itself or is told who has."""
    case.write()
    (case.tree / STATE / "lock").write_text("1 1 00000000-0000-0000-0000-000000000000\n", encoding="utf-8")
    running = [
        subprocess.Popen([case.room.program, "undo", case.tree], stdout=subprocess.PIPE, text=True) for _ in range(12)
    ]
    ends = [(process.communicate(timeout=60)[0], process.returncode) for process in running]
    codes = sorted(code for _, code in ends)
    done = codes.count(DONE)
    if done != 1 or set(codes) - {DONE, NOTHING, NO_LOCK}:
        return f"{ends}"
    return "" if (case.tree / "a.py").read_bytes() == b"old a\n" else "not undone"


CASES = [case for name, case in list(globals().items()) if callable(case) and getattr(case, "__code__", None)
         and case.__code__.co_varnames[:1] == ("case",) and case.__code__.co_argcount == 1]  # fmt: skip


def check_all(room, count):
    for check in CASES:
        name = check.__name__.replace("_", " ")
        problem = check(Case(room))
        if problem is None:
            count.skip(name, "not possible as this user or on this file system")
        else:
            count.check(name, problem)
