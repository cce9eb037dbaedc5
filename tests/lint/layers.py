#!/usr/bin/env python3
"""Checks the shape of the tree: who may include whom, and that every list of sources and plug-ins is in order."""

import re

import house

LIST = re.compile(r"^(?P<name>\w+) \+?= (?:\[|files\()\n(?P<items>(?:  '[^']*',\n)*)[\])]", re.MULTILINE)
SHORT_LIST = re.compile(r"^(?P<name>\w+) = \[(?P<items>'[^\n]*')\]$", re.MULTILINE)


def includes_go_leftward():
    """a layer includes only itself and the layers before it"""
    for name, text in house.find_files(house.LAYERS, ".c", ".h"):
        allowed = house.LAYERS[: house.LAYERS.index(house.layer_of(name)) + 1]
        for include in house.includes_of(text):
            if house.layer_of(include) not in allowed:
                yield f"{name} includes {include}"


def runtime_stands_alone():
    """runtime/ includes nothing of Canonry"""
    for name, text in house.find_files(["runtime"], ".c", ".h"):
        for include in house.includes_of(text):
            if house.layer_of(include) in house.LAYERS:
                yield f"{name} includes {include}"


def headers_form_no_cycle():
    """no header includes itself by way of others"""
    graph = {name: house.includes_of(text) for name, text in house.find_files(house.LAYERS, ".h")}
    done = set()

    def walk(name, trail):
        if name in trail:
            yield " -> ".join(trail[trail.index(name) :] + [name])
        elif name in graph and name not in done:
            for include in graph[name]:
                yield from walk(include, trail + [name])
            done.add(name)

    for name in graph:
        yield from walk(name, [])


# Here the order is what the list says.
ORDERED = [("rewriters/meson.build", "rewriters")]


def meson_lists():
    """(file, list name, items) of every list of names in a meson.build."""
    for name, text in house.find_files(house.LAYERS + ["runtime", "tests"], "meson.build"):
        for pattern in (LIST, SHORT_LIST):
            for match in pattern.finditer(text):
                yield name, match["name"], re.findall(r"'([^']*)'", match["items"])


ORDERED = {"rewriters"}  # whose order has a meaning: it is that of the steps of a migration


def lists_are_sorted():
    """every list of sources or plug-ins in a meson.build is sorted and has no name twice"""
    for name, variable, items in meson_lists():
        if variable in ORDERED:
            yield from (f"{name}: {variable}: '{item}' stands there twice" for item in set(items) if items.count(item) > 1)
            continue
        for before, after in zip(items, items[1:]):
            if before >= after:
                yield f"{name}: {variable}: '{after}' stands after '{before}'"


def sources_are_compiled():
    """every .c file is named in the meson.build of its folder or of one above"""
    listed = {}
    for name, _, items in meson_lists():
        listed.setdefault(name.rpartition("/")[0], set()).update(item.removesuffix(".c") for item in items)
    for name, _ in house.find_files(house.LAYERS + ["tests/unit"], ".c"):
        folder, _, stem = name.removesuffix(".c").rpartition("/")
        names = {stem, re.sub(r"^(cmd|test)_", "", stem)}
        while folder and not names & listed.get(folder, set()):
            folder, _, last = folder.rpartition("/")
            names |= {f"{last}/{n}" for n in names}
        if not folder:
            yield f"{name} is in no list"


if __name__ == "__main__":
    house.run([includes_go_leftward, runtime_stands_alone, headers_form_no_cycle, lists_are_sorted, sources_are_compiled])
