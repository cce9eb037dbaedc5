#!/usr/bin/env python3
"""Checks what a reader meets in every file: a first line that says what it is for, a bearable length, no dead code."""

import re

import house

FOLDERS = house.LAYERS + ["runtime", "tests"]
SILENT_LAYERS = house.LAYERS[:-1]
MAX_LINES = 900

FIRST_LINE = re.compile(r"/\* [^\s].{8,}[^\s] \*/")
PRINTS = re.compile(r"\b(?:v?printf|puts|putchar|perror|v?fprintf\((?:stdout|stderr)|v?dprintf|psignal)\b\s*\(|\b(?:stdout|stderr)\b")
COMMENT_OR_STRING = re.compile(r"""/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'""", re.DOTALL)

# Aborting is the one thing that must be said below cli/: BUG() and memory that cannot be had.
MAY_SAY_LAST_WORDS = ["base/base.c"]


def code_lines(text):
    """(line number, line) without comments and the insides of strings."""
    blanked = COMMENT_OR_STRING.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return enumerate(blanked.split("\n"), 1)


def first_lines_say_the_purpose():
    """line 1 of every C file is a comment with one sentence: what the file is for"""
    for name, text in house.find_files(FOLDERS, ".c", ".h", ".def"):
        if not FIRST_LINE.fullmatch(text.split("\n", 1)[0]):
            yield f"{name}:1"


def scripts_say_the_purpose():
    """every script and meson.build starts with a sentence on what it is for"""
    for name, text in house.find_files(FOLDERS, ".py", ".sh", "meson.build"):
        lines = text.split("\n")
        first = lines[1] if lines[0].startswith("#!") else lines[0]
        if not re.match(r'# \w|"""\w', first):
            yield f"{name}:1"


def files_are_short():
    """no file has more than 900 lines"""
    for name, text in house.find_files(FOLDERS, ".c", ".h", ".py"):
        if text.count("\n") > MAX_LINES:
            yield f"{name}: {text.count(chr(10))} lines; look for the second idea in it"


def no_code_is_switched_off():
    """no #if 0: what is not used is deleted"""
    for name, text in house.find_files(FOLDERS, ".c", ".h"):
        for number, line in code_lines(text):
            if re.match(r"\s*#\s*if\s+0\b", line):
                yield f"{name}:{number}"


def only_cli_prints():
    """nothing below cli/ writes to standard output or standard error"""
    for name, text in house.find_files(SILENT_LAYERS, ".c", ".h"):
        if name in MAY_SAY_LAST_WORDS:
            continue
        for number, line in code_lines(text):
            if PRINTS.search(line):
                yield f"{name}:{number}: {line.strip()}"


def sources_start_with_the_base():
    """every .c file of a layer includes base/base.h or its own header first, so that base/banned.h is in force"""
    headers = {name: house.includes_of(text) for name, text in house.find_files(house.LAYERS, ".h")}

    def reaches_base(name):
        return name == "base/base.h" or any(reaches_base(include) for include in headers.get(name, []))

    for name, text in house.find_files(house.LAYERS, ".c"):
        first = house.INCLUDE.search(text)
        own = name.removesuffix(".c") + ".h"
        if not first or first[1] not in ("base/base.h", own) or not reaches_base(first[1]):
            yield name


def headers_are_guarded():
    """every header is guarded by its own path in capitals"""
    for name, text in house.find_files(house.LAYERS, ".h"):
        guard = re.sub(r"\W", "_", name).upper()
        if f"#ifndef {guard}\n#define {guard}\n" not in text:
            yield f"{name}: {guard}"


if __name__ == "__main__":
    house.run([
        first_lines_say_the_purpose,
        scripts_say_the_purpose,
        files_are_short,
        no_code_is_switched_off,
        only_cli_prints,
        sources_start_with_the_base,
        headers_are_guarded,
    ])
