"""What the fault tests share: trees, their fingerprints, running the program that changes them, counting."""

import concurrent.futures
import hashlib
import os
import pathlib
import shutil
import stat
import subprocess
import sys
import tempfile
import threading

STATE = ".canonry"
DONE, NOTHING, UNKNOWN, REFUSED, TAKEN_BACK, UNFINISHED = range(6)
NO_LOCK = 100
OLD_TIME = 1_000_000_000


class Count:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0
        self.lock = threading.Lock()

    def check(self, name, problem):
        """problem: empty when all is well."""
        with self.lock:
            self.passed += not problem
            self.failed += bool(problem)
        if problem:
            print(f"not ok - {name}: {problem}", flush=True)

    def skip(self, name, why):
        with self.lock:
            self.skipped += 1
        print(f"skipped - {name}: {why}", flush=True)

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else ""))
        return 1 if self.failed or not self.passed else 0


def describe(path, links):
    info = path.lstat()
    mode = f"{stat.S_IMODE(info.st_mode):o}"
    if stat.S_ISLNK(info.st_mode):
        return ("link", os.readlink(path))
    if stat.S_ISDIR(info.st_mode):
        return ("folder", mode)
    if not stat.S_ISREG(info.st_mode):
        return ("special", mode)
    first = links.setdefault(info.st_ino, str(path.name))
    xattrs = [(name, os.getxattr(path, name)) for name in os.listxattr(path) if name.startswith("user.")]
    return ("file", mode, hashlib.sha256(path.read_bytes()).hexdigest(), first, info.st_uid, info.st_gid, *xattrs)


def fingerprint(tree, with_state=False):
    """Every name below the tree with kind, mode, owner, content, hard links, extended attributes."""
    found, links = {}, {}
    for folder, folders, files in os.walk(tree):
        folders.sort()
        if not with_state and STATE in folders:
            folders.remove(STATE)
        for name in sorted(folders + files):
            path = pathlib.Path(folder, name)
            found[str(path.relative_to(tree))] = describe(path, links)
    return found


def difference(wanted, got):
    """In words; empty when they are the same."""
    names = sorted(name for name in wanted.keys() | got.keys() if wanted.get(name) != got.get(name))
    return "; ".join(f"{name} is {got.get(name)}, not {wanted.get(name)}" for name in names[:3])


class Room:
    """A directory of a test run: the old tree, the new one, and the list of changes between them."""

    def __init__(self, change, shim):
        self.program, self.shim = change, shim
        memory = pathlib.Path("/dev/shm")
        place = memory if os.access(memory, os.W_OK) else None
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="canonry-fault-", dir=place)).resolve()
        self.path.chmod(0o755)
        self.numbers = iter(range(1 << 60))
        self.lock = threading.Lock()

    def remove(self):
        subprocess.run(["chmod", "-R", "u+rwX", self.path], check=False, capture_output=True)
        shutil.rmtree(self.path, ignore_errors=True)

    def fresh(self):
        """A path that nobody else uses."""
        with self.lock:
            return self.path / f"t{next(self.numbers)}"

    def copy(self, tree):
        target = self.fresh()
        subprocess.run(["cp", "-a", tree, target], check=True)
        return target

    def drop(self, *trees):
        for tree in trees:
            shutil.rmtree(tree, ignore_errors=True)

    def environment(self, settings):
        own = {name: str(value) for name, value in settings.items()}
        keep = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
        return {**keep, **own, **({"LD_PRELOAD": str(self.shim)} if own else {})}

    def run(self, *arguments, **settings):
        """(how it ended, what it printed); settings are the shim's, without any it is left out."""
        done = subprocess.run(
            [self.program, *map(str, arguments)],
            env=self.environment(settings),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def count(self, *arguments):
        """How many calls that change something it makes when nothing goes wrong."""
        file = self.fresh()
        code, text = self.run(*arguments, FAULT_COUNT=file)
        assert code == DONE, text
        return int(file.read_text(encoding="ascii"))


def parallel(work, items):
    with concurrent.futures.ThreadPoolExecutor(max(2, os.cpu_count() or 1)) as pool:
        list(pool.map(work, items))


def fail_here(text):
    print(text, file=sys.stderr)
    return 1
