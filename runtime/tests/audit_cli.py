#!/usr/bin/env python3
"""Tests eef-audit from outside: exit codes and reports; the trail is judged by a second verifier, in Python."""

import hashlib
import hmac
import json
import pathlib
import subprocess
import sys
import tempfile

TOOL, WRITER = sys.argv[1:3]
KEY = b"a key for tests, 32 bytes long.."
FAILURES = []
PASSED = 0


def check(name, condition, more=""):
    global PASSED
    if condition:
        PASSED += 1
    else:
        FAILURES.append(name)
        print(f"not ok - {name} {more}")


def tool(*args):
    done = subprocess.run([TOOL, *map(str, args)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def write_log(folder, records=50, keyed=False, pseudonyms=False, segment_bytes=0):
    """An honest log by the library itself."""
    (folder / "key").write_bytes(KEY)
    command = [WRITER, folder / "log", str(records), folder / "key" if keyed else "-", folder / "key" if pseudonyms else "-",
               str(segment_bytes)]
    subprocess.run(command, check=True)
    return sorted((folder / "log").glob("*.jsonl")), next((folder / "log").glob("*.head"))


def second_opinion(paths, key=None):
    """Counts the records; written from the manual alone, with nothing of the library."""
    seq, prev, kid, announced = 0, bytes(32), 0, False
    for path in paths:
        for line in path.read_bytes().splitlines():
            record = json.loads(line)
            covered = line[: line.rindex(b',"hash"')]
            assert record["seq"] == seq + 1 and record["prev"] == prev.hex(), line
            if announced:
                key, kid = hashlib.sha256(b"eef-evolve" + key).digest(), kid + 1
            assert record["kid"] == kid, line
            seq += 1
            if key:
                sealed = prev + seq.to_bytes(8, "big") + kid.to_bytes(4, "big") + covered
                prev = hmac.new(key, sealed, hashlib.sha256).digest()
            else:
                prev = hashlib.sha256(prev + covered).digest()
            assert record["hash"] == prev.hex(), line
            announced = key is not None and record["op"] == "key_evolved"
    return seq, prev.hex()


def check_second_opinion(folder):
    for keyed in (False, True):
        place = folder / f"second-{keyed}"
        place.mkdir()
        paths, head = write_log(place, 300, keyed=keyed, segment_bytes=9000)
        seq, last = second_opinion(paths, KEY if keyed else None)
        says = json.loads(head.read_text())
        check("Python comes to the same hashes", says["seq"] == seq and says["hash"] == last)
        options = ["--key", place / "key"] if keyed else []
        code, out, _ = tool("verify", "--json", *options, place / "log")
        chain = json.loads(out)["chains"][0]
        check("and so does the tool", code == 0 and chain["last_hash"] == last and chain["records"] == seq)
        check("all segments are taken", chain["segments"] == len(paths) > 3)
        code, _, _ = tool("verify", *options, "--require-anchor", "--head", f"{seq}:{last}", *reversed(paths))
        check("files in any order", code == 0)


def check_exit_codes(folder):
    (path,), head = write_log(folder)
    good = path.read_bytes()
    check("ok is 0", tool("verify", path)[0] == 0)
    check("ok says so", tool("verify", path)[1].startswith("ok: chain "))
    check("no file is 1", tool("verify")[0] == 1)
    check("no command is 1", tool()[0] == 1)
    check("a missing file is 1", tool("verify", folder / "nothing")[0] == 1)
    check("an empty directory is 1", tool("verify", folder)[0] == 1)
    check("a wrong head is 1", tool("verify", "--head", "12:zz", path)[0] == 1)
    check("a wrong time is 1", tool("report", "--from", "yesterday", path)[0] == 1)
    check("report's options are not verify's", tool("verify", "--user", "u-1", path)[0] == 1)
    check("a key for a log without one is 2", tool("verify", "--key", folder / "key", path)[0] == 2)
    check("help is 0", tool("--help")[0] == 0 and tool("verify", "--help")[0] == 0)

    path.write_bytes(good.replace(b'"u-1"', b'"u-2"', 1))
    code, out, _ = tool("verify", path)
    check("tampered is 2", code == 2 and "seq 2: hash" in out and "line 2" in out, out)
    flaw = json.loads(tool("verify", "--json", path)[1])["chains"][0]["flaw"]
    check("JSON says where", flaw["why"] == "hash" and flaw["seq"] == 2 and flaw["line"] == 2 and flaw["file"] == str(path))

    path.write_bytes(good[:-30])
    check("cut off with a head is 2", tool("verify", path)[0] == 2)
    head.rename(folder / "head")
    check("torn is 3", tool("verify", path)[0] == 3)
    check("torn and unanchored is 4 if an anchor is asked for", tool("verify", "--require-anchor", path)[0] == 4)
    path.write_bytes(good)
    code, out, _ = tool("verify", path)
    check("unanchored is 0 and says so", code == 0 and out.startswith("unanchored: "), out)
    check("unanchored is 4 if an anchor is asked for", tool("verify", "--require-anchor", path)[0] == 4)
    seq, last = second_opinion([path])
    check("a given head is an anchor", tool("verify", "--require-anchor", "--head", f"{seq}:{last}", path)[0] == 0)
    check("a head of something else is 2", tool("verify", "--head", f"{seq + 1}:{last}", path)[0] == 2)


def check_keyed(folder):
    paths, _ = write_log(folder, keyed=True)
    check("a key that is not given is 1", tool("verify", *paths)[0] == 1)
    check("the key", tool("verify", "--key", folder / "key", "--require-anchor", *paths)[0] == 0)
    (folder / "hex").write_text(KEY.hex() + "\n")
    check("the key in hex", tool("verify", "--key", folder / "hex", *paths)[0] == 0)
    (folder / "other").write_bytes(bytes(32))
    check("another key is 2", tool("verify", "--key", folder / "other", *paths)[0] == 2)
    (folder / "short").write_bytes(b"short")
    check("no key is 1", tool("verify", "--key", folder / "short", *paths)[0] == 1)


def check_report(folder):
    paths, _ = write_log(folder, 100)
    records = [json.loads(line) for path in paths for line in path.read_bytes().splitlines()]
    wanted = [record for record in records if record["user"] == "u-1"]
    code, out, _ = tool("report", "--user", "u-1", "--json", folder / "log")
    told = json.loads(out)
    check("JSON report of a user", code == 0 and told["records"] == wanted and told["count"] == len(wanted) > 10)
    check("with the verdict", told["verify"]["verdict"] == "ok")
    for user in ('anna "q" \\ b', "J\u00fcrgen", "\x01probe"):
        told = json.loads(tool("report", "--user", user, "--json", folder / "log")[1])
        check(f"{user!r}", told["records"] == [r for r in records if r["user"] == user] != [])
    code, out, _ = tool("report", "--user", "u-1", "--op", "ws_closed", folder / "log")
    lines = [r for r in wanted if r["op"] == "ws_closed"]
    check("text", code == 0 and out.count(" ws_closed user=u-1 ") == len(lines) > 1, out)
    middle = records[50]["ts"]
    for options, rule in ((["--from", middle], lambda ts: ts >= middle), (["--to", middle], lambda ts: ts < middle),
                          (["--from", "2001"], lambda ts: True), (["--to", "2001-01"], lambda ts: False)):
        told = json.loads(tool("report", *options, "--json", folder / "log")[1])
        check(f"{options[0]}", told["records"] == [r for r in records if rule(r["ts"])])
    paths[0].write_bytes(paths[0].read_bytes().replace(b'"seq":60,', b'"seq":61,', 1))
    code, out, _ = tool("report", "--json", folder / "log")
    check("only what was verified is told of", code == 2 and json.loads(out)["count"] == 59)


def check_pseudonyms(folder):
    paths, _ = write_log(folder, pseudonyms=True)
    check("no name is there", all(b"u-1" not in path.read_bytes() for path in paths))
    told = json.loads(tool("report", "--user", "u-1", "--pseudonym-key", folder / "key", "--json", *paths)[1])
    name = "p:" + hmac.new(KEY, b"u-1", hashlib.sha256).hexdigest()[:32]
    check("who knows the key finds the user", told["count"] > 5 and all(r["user"] == name for r in told["records"]))


def main():
    for test in (check_second_opinion, check_exit_codes, check_keyed, check_report, check_pseudonyms):
        with tempfile.TemporaryDirectory() as folder:
            test(pathlib.Path(folder))
    print(f"{PASSED} passed, {len(FAILURES)} failed")
    sys.exit(1 if FAILURES else 0)


if __name__ == "__main__":
    main()
