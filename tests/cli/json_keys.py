#!/usr/bin/env python3
"""Compares the keys of a JSON report with those that docs/json-report.md names: json_keys.py REPORT DOCUMENT."""

import json
import re
import sys


def keys_of(value, path=""):
    """ "families[].members[].path" for everything inside; keys of `rules` are codes, not names."""
    if isinstance(value, list):
        for item in value:
            yield from keys_of(item, path + "[]")
    elif isinstance(value, dict):
        for key, item in value.items():
            name = f"{path}.{key}" if path else key
            if name.startswith("suppressed[].") and name != "suppressed[].suppression":
                name = name.replace("suppressed", "findings", 1)  # the same keys
            yield name
            if name != "summary.rules":
                yield from keys_of(item, name)


def main(report, document):
    with open(report, encoding="utf-8") as file:
        present = {re.sub(r"^summary\.rules\..*", "summary.rules", key) for key in keys_of(json.load(file))}
    with open(document, encoding="utf-8") as file:
        documented = set(re.findall(r"^\| `([^`]+)` \|", file.read(), re.MULTILINE))
    for key in sorted(present - documented):
        print(f"not documented: {key}")
    for key in sorted(documented - present):
        print(f"documented, not in the report: {key}")
    if present == documented:
        print("every key is documented, and every documented key is there")


if __name__ == "__main__":
    main(*sys.argv[1:])
