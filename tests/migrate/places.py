"""What should become of each place of a sample in C or C++: reads native/NAME/places.txt and holds reports and trees against it.

    safe CODE PATH: TEXT    a finding of this rule at the line with TEXT; a migration mends it
    ask CODE PATH: TEXT     the same; only `--unsafe` mends it
    show CODE PATH: TEXT    the same; nobody mends it, and the line stays as it is
    none PATH: TEXT         no finding there, and the line stays as it is
    move PATH: TEXT -> NEW  a caller: the text becomes the new one
    keep PATH: TEXT         stays as it is
        gap: REASON         the sentence before says what is right, and the program does otherwise: it must, until somebody mends it

Every finding of a sample about what is defined, imported or kept has its place in the list; what is said of interfaces (CN4xx)
and of tests (CN5xx) has not. An indented line says why.
"""

import dataclasses
import re

LINE = re.compile(r"(?:(safe|ask|show) (CN\d{3})|(none|move|keep)) (\S+): (.+)")


@dataclasses.dataclass
class Place:
    verb: str
    code: str
    path: str
    text: str
    new: str = ""
    gap: str = ""

    def __str__(self):
        return f"{self.verb} {self.code + ' ' if self.code else ''}{self.path}: {self.text}"

    def line(self, root):
        """Where its text stands, from 1; 0 when it does not, or not once."""
        lines = (root / self.path).read_text(encoding="utf-8").split("\n") if (root / self.path).is_file() else []
        found = [number for number, line in enumerate(lines, 1) if self.text in line]
        return found[0] if len(found) == 1 else 0


def read(path):
    places = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if match := LINE.fullmatch(line):
            text, _, new = match[5].partition(" -> ") if match[3] == "move" else (match[5], "", "")
            places.append(Place(match[1] or match[3], match[2] or "", match[4], text, new))
        elif line.startswith("    gap: "):
            places[-1].gap = line.removeprefix("    gap: ")
        elif line and not line.startswith(("#", "    ")):
            raise ValueError(f"{path}:{number}: {line}")
    return places


def settle(place, wrong):
    """A gap has to show."""
    if not place.gap:
        yield from wrong
    elif not wrong:
        yield f"{place}: this gap is closed; take the mark away"


def check_itself(places, root):
    """Each text stands where it is said to stand, in the sample as it is."""
    yield from (f"{place}: its text does not stand there exactly once" for place in places if place.line(root) == 0)


def check_findings(places, root, findings, changes):
    """What an audit and a plan say of the sample, against the list."""
    levels = {}
    for change in changes:
        levels.setdefault((change["path"], change["line"], change["code"]), set()).add(change["level"])
    said = {}
    for finding in findings:
        if not finding["rule"].startswith(("CN4", "CN5")):
            said.setdefault((finding["path"], finding["line"]), []).append(finding)
    for place in places:
        yield from settle(place, list(check_finding(place, said.pop((place.path, place.line(root)), []), levels)))
    for others in said.values():
        yield from (f"{x['path']}:{x['line']}: {x['rule']} is in no list: {x['message']}" for x in others)


def check_finding(place, said, levels):
    if place.verb in ("none", "move", "keep"):
        yield from (f"{place}: {finding['rule']}: {finding['message']}" for finding in said)
    elif [finding["rule"] for finding in said] != [place.code]:
        yield f"{place}: found {', '.join(finding['rule'] for finding in said) or 'nothing'}"
    elif (level := levels.get((place.path, said[0]["line"], place.code), {"show"})) != {place.verb}:
        yield f"{place}: the plan says {' and '.join(sorted(level))}"
    elif said[0]["basis"] != "semantic" and place.code in ("CN101", "CN102"):
        yield f"{place}: rests on {said[0]['basis']} evidence"


def check_result(places, before, after, findings):
    """What a migration has made of the sample, and what an audit says of that."""
    for place in places:
        if not place.gap or not place.code:
            yield from settle(place, list(check_place(place, before, after, findings)))


def count_text(root, path, text):
    return (root / path).read_text(encoding="utf-8").count(text) if (root / path).is_file() else 0


def check_place(place, before, after, findings):
    old, new = (count_text(root, place.path, place.text) for root in (before, after))
    if place.verb == "move":
        if new or count_text(after, place.path, place.new) != count_text(before, place.path, place.new) + 1:
            yield f"{place} -> {place.new}: {'still there' if new else 'became something else'}"
    elif place.verb in ("show", "none", "keep", "ask") and new != old:
        yield f"{place}: was touched"
    elif place.verb == "safe" and [x for x in findings if x["path"] == place.path and x["rule"] == place.code and is_of(x, place, after)]:
        yield f"{place}: still found"


def is_of(finding, place, root):
    """Does the finding stand at the place's text, or at what has the same name now?"""
    lines = (root / finding["path"]).read_text(encoding="utf-8").split("\n")
    return place.text in lines[finding["line"] - 1] or (finding["symbol"] or "\0").rpartition("::")[2] in place.text
