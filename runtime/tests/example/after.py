"""Makes the service's second state: the first one, migrated by Canonry, then the reviewed patch of what it leaves to people."""

import pathlib
import shutil
import subprocess
import sys

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "example"


def migrate(canonry, target):
    """What Canonry said. `target` is new."""
    shutil.copytree(EXAMPLE / "before", target, ignore=shutil.ignore_patterns("__pycache__"))
    done = subprocess.run([canonry, "migrate", "--write", "--unsafe", "--no-cache", target], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"canonry migrate ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def patch(target, name="manual.patch"):
    """The manual steps. A patch that no longer fits is an error, not a fuzz."""
    with open(EXAMPLE / name, encoding="utf-8") as steps:
        subprocess.run(["patch", "--fuzz=0", "-p1", "--no-backup-if-mismatch", "--remove-empty-files", "-s", "-d", target],
                       stdin=steps, check=True)


def make(canonry, target):
    said = migrate(canonry, target)
    patch(target)
    return said


if __name__ == "__main__":
    print(make(*sys.argv[1:3]))
