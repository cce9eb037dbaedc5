#!/usr/bin/env python3
"""Checks that the documents speak of what exists: files, options, keys, rules, classes."""

import re

import house

DOCS = sorted(house.TOP.glob("*.md")) + sorted(house.TOP.glob("docs/*.md"))
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
PATH = re.compile(r"(?:base|analyzers|rules|rewriters|cli|tests|docs)/[\w./-]*")
OPTION = re.compile(r"(?<![\w-])--([a-z][a-z-]*)")

# Of other programs that the documents tell people to call.
FOREIGN_OPTIONS = {"suite", "print-errorlogs"}

# Of our own, with options that the documents name.
SCRIPTS = ["tests/bench/c", "tests/bench/run", "tests/bench/migrate", "tests/includes/agree.c", "tests/migrate/check_tree.py",
           "tests/migrate/introduce.py", "tests/migrate/property.py"]


def read(name):
    return (house.TOP / name).read_text(encoding="utf-8")


def places(pattern):
    """(document, what the pattern found) over all documents."""
    for doc in DOCS:
        for found in pattern.findall(doc.read_text(encoding="utf-8")):
            yield doc, found


def links_lead_somewhere():
    """every relative link in a document leads to a file"""
    for doc, target in places(LINK):
        if ":" not in target and not (doc.parent / target).exists():
            yield f"{doc.name}: {target}"


def paths_exist():
    """every path of the tree that a document names exists"""
    for doc, text in places(CODE):
        if PATH.fullmatch(text) and not (house.TOP / text).exists() and "node_modules" not in text:
            yield f"{doc.name}: {text}"


def options_exist():
    """every option that a document names is one of the program, or of a script here"""
    known = set(FOREIGN_OPTIONS)
    for _, text in house.find_files(["cli"], ".c", ".h"):
        known |= set(re.findall(r'\{[\s\\]*OPT_\w+, "([a-z-]+)"', text))
    for script in SCRIPTS:
        known |= set(re.findall(r'"--([a-z-]+)"', read(script)))
    for doc, option in places(OPTION):
        if option not in known:
            yield f"{doc.name}: --{option}"


def rules_exist():
    """every rule that a document names exists"""
    codes = set(re.findall(r"'cn(\d+)'", read("rules/meson.build")))
    for doc, code in places(re.compile(r"\bCN(\d+)\b")):
        if code not in codes:
            yield f"{doc.name}: CN{code}"


def classes_are_explained():
    """the table of classes in ARCHITECTURE.md says what the program says"""
    source = read("rules/family.c")
    names = dict(re.findall(r'\[(CLASS_\w+)\] = "([a-z-]+)",', source))
    meanings = dict(re.findall(r'\[(CLASS_\w+)\] = "([^"]* [^"]*)",', source))
    table = read("ARCHITECTURE.md")
    for key, name in names.items():
        if f"| {name} | {meanings[key]} |\n" not in table:
            yield f"{name}: {meanings[key]}"


def keys_are_explained():
    """docs/configuration.md explains every key of canonry.yaml"""
    page = read("docs/configuration.md")
    for key in re.findall(r'\{ "([a-z-]+)", read_\w+ \}', read("analyzers/config.c")):
        if not re.search(rf"`(?:gate: )?{key}(?:: [a-z-]+)?`", page):
            yield key


if __name__ == "__main__":
    house.run([
        links_lead_somewhere,
        paths_exist,
        options_exist,
        rules_exist,
        classes_are_explained,
        keys_are_explained,
    ])
