#!/usr/bin/env python3
"""run.py CANONRY SOURCES: Canonry finds one canonical factory in its own sources and nothing else; a second one does not pass."""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

CANONICAL = ("runtime/configure.c", "eef_configure")


def audit(canonry, place):
    """The exit code, the report."""
    done = subprocess.run([canonry, "audit", "--no-cache", "--format", "json", place], capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout) if done.stdout else {"error": done.stderr}


def is_clean(code, report):
    """One family, of one member: the canonical. No finding."""
    families = report.get("families", [])
    members = [(m["class"], m["path"], m["symbol"]) for family in families for m in family["members"]]
    return code == 0 and members == [("canonical", *CANONICAL)] and report["summary"]["findings"]["total"] == 0


def check_sources(canonry, sources, scratch):
    return is_clean(*audit(canonry, sources))


def plant(sources, scratch):
    """A copy of the library, as others would keep it."""
    place = scratch / "tree"
    shutil.copytree(sources / "runtime", place / "runtime", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(sources / "canonry.yaml", place)
    return place


def check_library_alone(canonry, sources, scratch):
    return is_clean(*audit(canonry, plant(sources, scratch)))


def check_second_factory_is_found(canonry, sources, scratch):
    place = plant(sources, scratch)
    (place / "runtime/service").mkdir()
    shutil.copy(place / "runtime/configure.c", place / "runtime/service/start.c")
    code, report = audit(canonry, place)
    found = [(f["rule"], f["path"]) for f in report.get("findings", [])]
    return code == 1 and ("CN101", "runtime/service/start.c") in found


def main():
    canonry, sources = sys.argv[1], pathlib.Path(sys.argv[2])
    checks = [check_sources, check_library_alone, check_second_factory_is_found]
    failed = 0
    for check in checks:
        with tempfile.TemporaryDirectory() as scratch:
            ok = check(canonry, sources, pathlib.Path(scratch))
        print(f"{'ok' if ok else 'not ok'} - {check.__name__}")
        failed += not ok
    print(f"{len(checks) - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
