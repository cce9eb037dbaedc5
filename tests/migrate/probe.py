"""Proves by importing which paths give one and the same object: `probe.py ROOT < PATHS`, one `module:name.attribute` a line.

Prints a line for each path: a number that is the same for the same object, or why it cannot be had. Each path is imported
in the order given, in one interpreter, as an application would; a module that fails does not stop the rest.
"""

import importlib
import operator
import subprocess
import sys
import warnings


def read_paths(text):
    """[(must be one object?, [path, ...])] from the lines of identity.txt."""
    groups = []
    for line in text.splitlines():
        words = line.split()
        if words and not words[0].startswith("#"):
            groups.append((words[0] != "<>", [word for word in words if word != "<>"]))
    return groups


def probe(root, paths):
    """Path -> number of its object, or a sentence, from an interpreter of its own."""
    done = subprocess.run([sys.executable, "-B", "-W", "ignore", __file__, str(root)], input="\n".join(paths), capture_output=True,
                          text=True, timeout=60, check=False)
    lines = done.stdout.splitlines()
    if done.returncode or len(lines) != len(paths):
        return {path: f"the probe ended with {done.returncode}: {done.stderr.strip()}" for path in paths}
    return dict(zip(paths, lines))


def check_identity(root, text):
    """Sentences on what the lines of identity.txt promise and the tree does not keep."""
    groups = read_paths(text)
    got = probe(root, sorted({path for _, paths in groups for path in paths}))
    for path, number in sorted(got.items()):
        if not number.isdigit():
            yield f"{path}: {number}"
    for is_same, paths in groups:
        for path in paths[1:]:
            if not (got[path].isdigit() and got[paths[0]].isdigit()):
                continue
            if is_same != (got[path] == got[paths[0]]):
                yield f"{path} is {'another' if is_same else 'the same'} object {'than' if is_same else 'as'} {paths[0]}"


def main(root):
    sys.path.insert(0, root)
    warnings.simplefilter("ignore")
    kept = []
    for path in sys.stdin.read().splitlines():
        module, _, name = path.partition(":")
        try:
            found = operator.attrgetter(name)(importlib.import_module(module))
        except BaseException as error:  # whatever a module does when it is imported is its answer
            print(f"{type(error).__name__}: {error}".replace("\n", " "))
            continue
        known = [number for number, other in enumerate(kept) if other is found]
        if not known:
            kept.append(found)
        print(known[0] if known else len(kept) - 1)


if __name__ == "__main__":
    main(sys.argv[1])
