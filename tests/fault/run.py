#!/usr/bin/env python3
"""Kills, starves and cuts off the writing of many files at every call that changes the disk, and looks at what is left.

After each accident, on one copy `undo` must end in exactly the old tree, on another `resume` in exactly the new one,
with nothing left behind; also when the recovery itself is cut off and run again.

run.py CHANGE SHIM [--full] [--seed N] [--kills N] [PART ...]
"""

import errno
import os
import pathlib
import random
import signal
import subprocess
import sys
import time

import disk
import files
import room as rooms
from room import DONE, NOTHING, REFUSED, TAKEN_BACK, UNFINISHED, difference, fingerprint, parallel

ERRORS = [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EDQUOT]
KILLED = -signal.SIGKILL


class Settings:
    def __init__(self, arguments):
        def value(name, usual):
            return int(arguments[arguments.index(name) + 1]) if name in arguments else usual

        self.is_full = "--full" in arguments
        self.seed = value("--seed", 1)
        self.kills = value("--kills", 300 if self.is_full else 40)
        self.parts = [a for a in arguments if not a.startswith("-") and not a.isdigit()]


class Scene:
    """One set of changes: the trees before and after, and what recovery has to make of anything in between."""

    def __init__(self, room, count, settings, build):
        self.room, self.count, self.settings = room, count, settings
        self.old_tree = room.fresh()
        self.old_tree.mkdir()
        self.list = room.fresh()
        self.list.write_text(build(self.old_tree, room), encoding="utf-8")
        self.old = fingerprint(self.old_tree)
        self.new_tree = room.copy(self.old_tree)
        code, text = room.run("write", self.new_tree, self.list)
        assert code == DONE, (code, text)
        self.new = fingerprint(self.new_tree)
        assert self.old != self.new
        self.calls = room.count("write", room.copy(self.old_tree), self.list)

    def expect(self, tree, wanted, left_behind=False):
        problem = difference(wanted, fingerprint(tree))
        if not problem and not left_behind and (tree / rooms.STATE).exists():
            problem = f"left behind: {sorted(p.name for p in (tree / rooms.STATE).rglob('*'))}"
        return problem

    def recover(self, verb, tree, wanted):
        """Problem or nothing. There may be nothing to do: then the tree is the old or the new one as it is."""
        interrupted = self.room.run("state", tree)[1].strip()
        code, text = self.room.run(verb, tree)
        if code == NOTHING:
            got = fingerprint(tree)
            if interrupted:
                return "said to be interrupted, and there was nothing to do"
            return "" if got in (self.old, self.new) else "neither old nor new: " + difference(self.old, got)
        if code != DONE:
            return f"{verb} ended with {code}: {text}"
        if self.room.run("state", tree)[1].strip():
            return f"still said to be interrupted after {verb}"
        return self.expect(tree, wanted, left_behind=verb == "resume" and wanted is self.new)

    def check_both_ways(self, name, tree):
        """Takes the tree away."""
        other = self.room.copy(tree)
        self.count.check(f"{name}, undo", self.recover("undo", tree, self.old))
        self.count.check(f"{name}, resume", self.recover_forward(other))
        self.room.drop(tree, other)

    def recover_forward(self, tree):
        """What had come to nothing has nothing to be resumed; an interrupted undo is completed as such."""
        problem = self.recover("resume", tree, self.new)
        return problem


# --- Killed ---


def killed_at(scene, number):
    tree = scene.room.copy(scene.old_tree)
    code, text = scene.room.run("write", tree, scene.list, FAULT_AT=number, FAULT_HOW="kill")
    return tree, "" if code == KILLED else f"was to be killed, ended with {code}: {text}"


def kill_at_every_call(scene):
    def work(number):
        tree, problem = killed_at(scene, number)
        if problem:
            scene.count.check(f"killed before call {number}", problem)
        else:
            scene.check_both_ways(f"killed before call {number}", tree)

    parallel(work, range(1, scene.calls + 1))


def recovery_pairs(scene):
    """(call of the write, verb, call of the recovery): all of them, or so many by chance."""
    dice = random.Random(scene.settings.seed)
    firsts = list(range(1, scene.calls + 1))
    if scene.settings.is_full:
        return [(n, verb, m) for n in firsts for verb in ("undo", "resume") for m in range(1, scene.calls + 1)]
    return [(dice.choice(firsts), dice.choice(["undo", "resume"]), dice.randrange(1, scene.calls)) for _ in range(250)]


def kill_the_recovery(scene):
    def work(pair):
        number, verb, at = pair
        name = f"killed before call {number}, {verb} killed before its call {at}"
        tree, problem = killed_at(scene, number)
        if not problem:
            scene.room.run(verb, tree, FAULT_AT=at, FAULT_HOW="kill")
            other = scene.room.copy(tree)
            problem = scene.recover("undo", tree, scene.old)
            problem = problem or recover_started(scene, verb, other)
            scene.room.drop(other)
        scene.count.check(name, problem)
        scene.room.drop(tree)

    parallel(work, recovery_pairs(scene))


def recover_started(scene, verb, tree):
    """An undo that had begun is what resume completes."""
    code, text = scene.room.run("resume", tree)
    if code not in (DONE, NOTHING):
        return f"resume ended with {code}: {text}"
    got = fingerprint(tree)
    wanted = [scene.new, scene.old] if verb == "undo" or code == NOTHING else [scene.new]
    return "" if got in wanted else difference(wanted[0], got)


def kill_by_the_clock(scene):
    dice = random.Random(scene.settings.seed)
    started = time.monotonic()
    scene.room.run("write", scene.room.copy(scene.old_tree), scene.list)
    span = (time.monotonic() - started) * 1.1

    def work(item):
        number, delay = item
        tree = scene.room.copy(scene.old_tree)
        process = subprocess.Popen(
            [scene.room.program, "write", tree, scene.list], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(delay)
        process.kill()
        process.wait()
        scene.check_both_ways(f"killed after {delay * 1000:.2f} ms ({number})", tree)

    parallel(work, [(i, dice.random() * span) for i in range(scene.settings.kills)])


# --- Starved ---


def error_name(how):
    return how if isinstance(how, str) else errno.errorcode[how]


def after_failure(scene, code, text, tree):
    """What the program says of itself must be true; what it could not finish, recovery can."""
    if code == DONE:
        return scene.expect(tree, scene.new, left_behind=True)
    if code == UNFINISHED:
        other = scene.room.copy(tree)
        problem = scene.recover("undo", tree, scene.old) or scene.recover("resume", other, scene.new)
        scene.room.drop(other)
        return problem
    if code not in (TAKEN_BACK, rooms.NO_LOCK, REFUSED):
        return f"ended with {code}: {text}"
    problem = scene.expect(tree, scene.old, left_behind=True)
    code, text = scene.room.run("undo", tree)
    if code not in (NOTHING, DONE):
        problem = problem or f"undo ended with {code}: {text}"
    return problem or scene.expect(tree, scene.old)


def fail_every_call(scene):
    def work(item):
        number, how = item
        tree = scene.room.copy(scene.old_tree)
        code, text = scene.room.run("write", tree, scene.list, FAULT_AT=number, FAULT_HOW=how)
        scene.count.check(f"call {number} fails with {error_name(how)}", after_failure(scene, code, text, tree))
        scene.room.drop(tree)

    parallel(work, [(n, how) for n in range(1, scene.calls + 1) for how in [*ERRORS, "short"]])


def fail_from_every_call_on(scene):
    """The disk is full, or broken, and stays so: nothing can be taken back. When it is mended, all is well."""

    def work(item):
        number, how = item
        tree = scene.room.copy(scene.old_tree)
        code, text = scene.room.run("write", tree, scene.list, FAULT_AT=number, FAULT_HOW=how, FAULT_FOREVER=1)
        name = f"call {number} and all later ones fail with {error_name(how)}"
        if code == DONE:
            scene.count.check(name, scene.expect(tree, scene.new, left_behind=True))
            scene.room.drop(tree)
        elif code in (TAKEN_BACK, rooms.NO_LOCK, UNFINISHED):
            scene.check_both_ways(name, tree)
        else:
            scene.count.check(name, f"ended with {code}: {text}")

    parallel(work, [(n, how) for n in range(1, scene.calls + 1) for how in (errno.ENOSPC, errno.EIO)])


def fail_every_call_of_recovery(scene, verb):
    half, problem = killed_at(scene, scene.calls * 3 // 5)
    assert not problem and scene.room.run("state", half)[1].strip(), "killed in the middle"
    calls = scene.room.count(verb, scene.room.copy(half))
    wanted = scene.old if verb == "undo" else scene.new

    def work(item):
        number, how = item
        tree = scene.room.copy(half)
        code, text = scene.room.run(verb, tree, FAULT_AT=number, FAULT_HOW=how)
        problem = scene.recover(verb, tree, wanted) if code != DONE else ""
        scene.count.check(
            f"call {number} of {verb} fails with {error_name(how)}",
            problem or difference(wanted, fingerprint(tree)),
        )
        scene.room.drop(tree)

    parallel(work, [(n, how) for n in range(1, calls + 1) for how in [*ERRORS, "short"]])
    scene.room.drop(half)


def fail_every_call_of_late_undo(scene):
    """Undo of what was committed: a failure leaves it committed, undone, or to be finished."""
    calls = scene.room.count("undo", scene.room.copy(scene.new_tree))

    def work(item):
        number, how = item
        tree = scene.room.copy(scene.new_tree)
        code, text = scene.room.run("undo", tree, FAULT_AT=number, FAULT_HOW=how)
        problem = "" if code in (DONE, TAKEN_BACK, UNFINISHED, rooms.NO_LOCK, KILLED) else f"ended with {code}: {text}"
        if code == TAKEN_BACK:
            problem = problem or difference(scene.new, fingerprint(tree))
        if not problem and code != DONE:
            problem = scene.recover("undo", tree, scene.old)
        scene.count.check(
            f"call {number} of a late undo: {error_name(how)}", problem or difference(scene.old, fingerprint(tree))
        )
        scene.room.drop(tree)

    parallel(work, [(n, how) for n in range(1, calls + 1) for how in [*ERRORS, "short", "kill"]])


# --- Cut off ---


def read_log(scene, tree, *arguments):
    """The disk before, and the log of a run."""
    log = scene.room.fresh()
    before = disk.Disk(tree)
    code, text = scene.room.run(*arguments, FAULT_LOG=log)
    assert code == DONE, (code, text)
    return before, log.read_text(encoding="ascii").splitlines()


def lose_power(scene, what, before, lines, allowed):
    """allowed: after undo, and after resume."""
    rounds = 24 if scene.settings.is_full else 4 if len(lines) < 150 else 1
    accidents = []
    for number in range(len(lines) + 1):
        for seed in range(rounds):
            tree = scene.room.fresh()
            before.lose_power(random.Random(f"{scene.settings.seed} {number} {seed}"), tree)
            accidents.append((number, seed, tree))
        if number < len(lines):
            before.follow(lines[number])

    def work(accident):
        number, seed, tree = accident
        other = scene.room.copy(tree)
        for verb, copy, wanted in (("undo", tree, allowed[0]), ("resume", other, allowed[1])):
            code, text = scene.room.run(verb, copy)
            got = fingerprint(copy)
            problem = "" if code in (DONE, NOTHING) else f"{verb} ended with {code}: {text}"
            if not problem and got not in wanted:
                problem = difference(wanted[0], got)
            scene.count.check(f"power lost {what} after call {number} ({seed}), {verb}", problem)
        scene.room.drop(tree, other)

    parallel(work, accidents)


def lose_power_while_writing(scene):
    tree = scene.room.copy(scene.old_tree)
    before, lines = read_log(scene, tree, "write", tree, scene.list)
    lose_power(scene, "while writing", before, lines, ([scene.old], [scene.new, scene.old]))


def lose_power_while_undoing(scene):
    tree = scene.room.copy(scene.new_tree)
    before, lines = read_log(scene, tree, "undo", tree)
    lose_power(scene, "while undoing", before, lines, ([scene.old], [scene.old, scene.new]))


# --- All of it ---


def accidents(room, count, settings):
    scene = Scene(room, count, settings, files.build_mixed)
    many = Scene(room, count, settings, files.build_many)
    return {
        "kill": lambda: kill_at_every_call(scene),
        "kill-many": lambda: kill_at_every_call(many),
        "kill-recovery": lambda: kill_the_recovery(scene),
        "clock": lambda: kill_by_the_clock(many),
        "fail": lambda: fail_every_call(scene),
        "fail-forever": lambda: fail_from_every_call_on(scene),
        "fail-undo": lambda: fail_every_call_of_recovery(scene, "undo"),
        "fail-resume": lambda: fail_every_call_of_recovery(scene, "resume"),
        "fail-late": lambda: fail_every_call_of_late_undo(scene),
        "power": lambda: lose_power_while_writing(scene),
        "power-undo": lambda: lose_power_while_undoing(scene),
        "power-many": lambda: lose_power_while_writing(many),
        "files": lambda: files.check_all(room, count),
    }


def main(arguments):
    settings = Settings(arguments[2:])
    count = rooms.Count()
    room = rooms.Room(pathlib.Path(arguments[0]).resolve(), pathlib.Path(arguments[1]).resolve())
    os.umask(0o022)
    try:
        for name, part in accidents(room, count, settings).items():
            started = time.monotonic()
            if not settings.parts or name in settings.parts:
                part()
                print(f"{name}: {time.monotonic() - started:.1f} s", flush=True)
    finally:
        room.remove()
    return count.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
