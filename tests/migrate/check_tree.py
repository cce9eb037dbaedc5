#!/usr/bin/env python3
"""Compares a tree before and after a migration with Python's own means: `check_tree.py [--lines] [--only WORD,...] OLD NEW`.

Says for every changed file what is wrong with it: it parsed and does not any more, it did not parse and was written all
the same, a name that nothing binds, an import that nothing reads, line ends, byte order mark, final newline, mode. Only
files that differ are looked at, so that a tree of ten thousand takes seconds.

  --lines        every changed line, as a diff without context, for reading
  --only WORDS   changed lines must stand in statements that hold one of these words (the family's), or it is wrong
  --names        also names that a scope bound before and does not now: to be read, since some mends mean it

Ends with a summary; exit code 1 when something is wrong. Symbolic links, .git and .canonry are passed over.
"""

import argparse
import ast
import filecmp
import os
import pathlib
import sys

import scopes
import tree


class Report:
    def __init__(self):
        self.changed = self.gone = self.added = self.lines_gone = self.lines_added = 0
        self.wrong = []

    def say(self, path, sentence):
        self.wrong.append(f"{path}: {sentence}")


def list_files(root):
    """Relative path -> path of every regular file."""
    found = {}
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in tree.STATE_FOLDERS]
        for name in names:
            path = pathlib.Path(folder, name)
            if path.is_file() and not path.is_symlink():
                found[path.relative_to(root).as_posix()] = path
    return found


def statement_lines(data):
    """Line -> the lines of the innermost statement that it is in; compound statements count by their heads only."""
    whose = {}
    if not scopes.parses(data):
        return whose
    for node in ast.walk(scopes.quietly(ast.parse, data)):
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            last = body[0].lineno - 1 if isinstance(body, list) and body and body[0].lineno > node.lineno else node.end_lineno
            for line in range(node.lineno, last + 1):
                whose[line] = (node.lineno, last)
    return whose


def strange_lines(old, new, words, whole=()):
    """(line, text) of old lines that changed and belong to no statement that holds one of the words.

    `whole` names definitions that may go as a whole: a duplicate that becomes a redirect.
    """
    gone, _ = tree.changed_lines(old, new)
    if not gone:
        return
    lines = old.splitlines()
    whose, free = statement_lines(old), set()
    for node in ast.walk(scopes.quietly(ast.parse, old)) if scopes.parses(old) else ():
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and node.name in whole:
            first = min([node.lineno] + [item.lineno for item in node.decorator_list])
            free |= set(range(first, node.end_lineno + 1))
        if isinstance(node, ast.Try) and any(word in "\n".join(map(decode, lines[node.lineno - 1:node.end_lineno])) for word in words):
            free |= {node.lineno} | {line for handler in node.handlers for line in range(handler.lineno, handler.end_lineno + 1)}
    for line in gone:
        first, last = whose.get(line, (line, line))
        text = "\n".join(map(decode, lines[first - 1:last]))
        if line not in free and text.strip() and not any(word in text for word in words):
            yield line, decode(lines[line - 1])


def decode(line):
    return line.decode("utf-8", "replace")


def show_lines(path, old, new):
    gone, added = tree.changed_lines(old, new)
    for mark, data, numbers in (("-", old, gone), ("+", new, added)):
        lines = data.splitlines()
        for number in numbers:
            print(f"{path}:{number}: {mark}{decode(lines[number - 1])}")


def check_pair(report, options, name, old_path, new_path):
    old, new = old_path.read_bytes(), new_path.read_bytes()
    if (old_path.stat().st_mode ^ new_path.stat().st_mode) & 0o7777:
        report.say(name, "another mode")
    if old == new:
        return
    report.changed += 1
    gone, added = tree.changed_lines(old, new)
    report.lines_gone += len(gone)
    report.lines_added += len(added)
    if options.lines:
        show_lines(name, old, new)
    if not name.endswith((".py", ".pyi")):
        return
    for sentence in tree.check_file(old, new):
        report.say(name, sentence)
    for line, text in strange_lines(old, new, options.only) if options.only else ():
        report.say(f"{name}:{line}", f"has nothing to do with the family: {text.strip()}")
    if options.names and scopes.parses(old) and scopes.parses(new):
        for scope, lost in sorted(scopes.lost_names(old, new)):
            report.say(name, f"{scope or 'the module'} does not bind {lost} any more")


def compare(options, report):
    old, new = list_files(options.old), list_files(options.new)
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            report.gone += 1
            print(f"{name}: removed")
        elif name not in old:
            report.added += 1
            print(f"{name}: new")
            if name.endswith(".py") and not scopes.parses(new[name].read_bytes()):
                report.say(name, "does not parse")
        elif not is_same(old[name], new[name]):
            check_pair(report, options, name, old[name], new[name])


def is_same(old, new):
    a, b = old.stat(), new.stat()
    return a.st_mode == b.st_mode and a.st_size == b.st_size and filecmp.cmp(old, new, shallow=False)


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="check_tree.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", metavar="OLD", type=pathlib.Path)
    parser.add_argument("new", metavar="NEW", type=pathlib.Path)
    parser.add_argument("--lines", action="store_true")
    parser.add_argument("--names", action="store_true")
    parser.add_argument("--only", default="", metavar="WORD,...", type=lambda text: [word for word in text.split(",") if word])
    options = parser.parse_args(arguments)
    options.only = options.only or []
    for root in (options.old, options.new):
        if not root.is_dir():
            parser.error(f"{root} is no folder")
    report = Report()
    compare(options, report)
    for line in report.wrong:
        print(f"WRONG {line}")
    by = "symtable and pyflakes" if scopes.PYFLAKES else "symtable (pyflakes is not installed)"
    print(f"{report.changed} files changed, {report.gone} removed, {report.added} new; {report.lines_gone} lines gone, "
          f"{report.lines_added} added; {len(report.wrong)} wrong, by {by}")
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
