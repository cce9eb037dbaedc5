#!/usr/bin/env python3
"""Reads a compliance report as an auditor's program would: by its schema, by its digest, and then what it says of each control."""

import hashlib
import json
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]


def check_digest(raw):
    found = re.search(rb'sha256:([0-9a-f]{64})"\n}\n\Z', raw)
    zeroed = raw[: found.start(1)] + b"0" * 64 + raw[found.end(1) :]
    assert hashlib.sha256(zeroed).hexdigest().encode() == found[1], "the digest is another one"


def check_schema(report):
    try:
        import jsonschema
    except ImportError:
        return
    schema = json.loads((TOP / "docs/controls-report.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    validator(schema).validate(report)


def main(name):
    raw = pathlib.Path(name).read_bytes()
    report = json.loads(raw)
    check_digest(raw)
    check_schema(report)
    print(f"{report['time']} dirty: {report['dirty']}")
    for f in report["families"]:
        print(f"  {f['product']}: {f['state']}, {f['implementations']['before']} -> {f['implementations']['after']}")
    for c in report["controls"]:
        facts = [[x.get("fact") or x["rule"] for x in c[side]] for side in ("for", "against", "accepted")]
        print(f"  {c['id']}: {c['support']}; for {facts[0]}, against {facts[1]}, accepted {facts[2]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
