"""Runs the program, git and Python in a room of its own, where nothing of the caller's settings reaches them."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

TIMEOUT = 300

# The program's exit codes, by what they mean to a migration.
CLEAN, FINDINGS, USAGE, INCOMPLETE, REFUSED = 0, 1, 2, 3, 4
CRASHES = {128 + number for number in (4, 6, 7, 8, 9, 11)}
REPORTS = (b"AddressSanitizer", b"LeakSanitizer", b"runtime error:")


class Failure(Exception):
    """A sentence that says what is wrong."""


def scratch_folder():
    """In memory where that can be had: every write of the program is followed by an fsync."""
    memory = pathlib.Path("/dev/shm")
    return str(memory) if not os.environ.get("TMPDIR") and memory.is_dir() and os.access(memory, os.W_OK) else None


class Room:
    """A temporary folder with a copy of a tree in `tree`; use it with `with`."""

    def __init__(self, canonry, source=None):
        self.canonry, self.source = str(canonry), source

    def __enter__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="canonry-migrate-", dir=scratch_folder())).resolve()
        self.tree = self.path / "tree"
        if self.source:
            copy_tree(self.source, self.tree)
        else:
            self.tree.mkdir()
        self.environment = make_environment(self.path)
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)

    def run(self, *command, cwd=None, check=True):
        done = subprocess.run([str(word) for word in command], cwd=cwd or self.tree, env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=TIMEOUT, check=False)
        if check and done.returncode:
            raise Failure(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{said(done)}")
        return done

    def canonry_does(self, *arguments, codes=(CLEAN,), cwd=None):
        """Runs the program; other exit codes than these, crashes and sanitizers' reports are failures."""
        done = self.run(self.canonry, *arguments, cwd=cwd, check=False)
        if done.returncode < 0 or done.returncode in CRASHES or any(report in done.stderr for report in REPORTS):
            raise Failure(f"canonry {' '.join(arguments)} crashed: {done.returncode}\n{said(done)}")
        if done.returncode not in codes:
            wanted = " or ".join(map(str, codes))
            raise Failure(f"canonry {' '.join(arguments)}: exit code {done.returncode}, wanted {wanted}\n{said(done)}")
        return done

    def python(self, *arguments, cwd=None, check=True):
        return self.run(sys.executable, "-B", "-W", "ignore", *arguments, cwd=cwd, check=check)

    def git(self, *arguments, cwd=None):
        return self.run("git", *arguments, cwd=cwd).stdout.decode("utf-8", "replace")

    def make_repository(self):
        """Everything committed, on the branch main."""
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "core.autocrlf", "false")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=start")


def copy_tree(source, target):
    shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("__pycache__", ".pytest_cache"))


def make_environment(room):
    keep = ["PATH", "LANG", "ASAN_OPTIONS", "UBSAN_OPTIONS"]
    environment = {name: os.environ[name] for name in keep if name in os.environ}
    environment.update(
        HOME=str(room), XDG_CACHE_HOME=str(room / "cache"), TMPDIR=str(room), LC_ALL="C.UTF-8", TERM="dumb", COLUMNS="120",
        PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1", SOURCE_DATE_EPOCH="1767225600",
        GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_SYSTEM="/dev/null",
        GIT_AUTHOR_NAME="Tester", GIT_AUTHOR_EMAIL="tester@example.org", GIT_COMMITTER_NAME="Tester", GIT_COMMITTER_EMAIL="tester@example.org",
    )
    return environment


def said(done):
    return (done.stdout + done.stderr).decode("utf-8", "replace").rstrip("\n")
