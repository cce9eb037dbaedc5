#!/usr/bin/env python3
"""Makes of the page's sources two texts as C: what stands before the data and behind it.

page.py PAGE STYLE SCRIPT... : the scripts in this order, libraries first. Writes to standard output.
"""

import base64
import hashlib
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))
from embed import array_of  # noqa: E402 (it lies two folders up)


def read(name):
    return pathlib.Path(name).read_text(encoding="utf-8")


def digest(text):
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def licence_of(name):
    """Beside a library lies its licence, which has to go with it."""
    folder = pathlib.Path(name).resolve()
    while not (folder / "package.json").exists():
        folder = folder.parent
    return (folder / "LICENSE").read_text(encoding="utf-8").strip()


def script_of(names):
    """One program: libraries as they are, ours in one function, so that it puts no name of its own beside theirs."""
    libraries = [n for n in names if "node_modules" in n]
    ours = [n for n in names if n not in libraries]
    parts = [f"/*\n{licence_of(n)}\n*/\n{read(n)}" for n in libraries]
    return "\n".join(parts) + '\n(() => {\n"use strict";\n' + "\n".join(map(read, ours)) + "})();\n"


def main(page, style, *scripts):
    parts = {"STYLE": read(style), "SCRIPT": script_of(scripts)}
    for text in parts.values():
        assert not re.search(r"</(?:script|style)|<!--", text, re.IGNORECASE), "the page's own text would end its element"
    parts["POLICY"] = "; ".join([
        "default-src 'none'", f"style-src {digest(parts['STYLE'])}", f"script-src {digest(parts['SCRIPT'])}",
        "base-uri 'none'", "form-action 'none'"])
    text = re.sub(r"\{\{(STYLE|SCRIPT|POLICY)\}\}", lambda m: parts[m[1]], read(page))
    head, tail = text.split("{{DATA}}")
    print("/* The page of the HTML report: made by cli/report/html/page.py. */")
    print('#include "base/base.h"\n#include "cli/report/html.h"\n')
    print(array_of("html_head", head))
    print(array_of("html_tail", tail), end="")


if __name__ == "__main__":
    main(*sys.argv[1:])
