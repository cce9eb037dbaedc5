"""What a case demands of families and findings, apart from their wording; see check().

One demand a line; `#` begins a comment:

    duplicate kitchen/legacy.py:3 OrderFactory    a member of this class stands there; the symbol may be left out
    no member kitchen/errors.py:3                 nothing that stands there is a member
    no duplicate                                  no member is of this class
    family Order                                  there is a family of this product; `no family`, `no family Order`
    undecided Order                               its family has no canonical
    basis semantic src/conn.c:5                   what is said of a member that stands there rests on this
    import no-name bar/use.py:2                   the import statement there has this status
    importers 2 kitchen/legacy.py:3               so many import statements take the member that stands there
    CN101 kitchen/legacy.py:3                     a finding stands there; the severity may follow
    no CN101                                      there is none of this rule; `no CN101 PATH`, `no finding`
"""

import re

STAGES = ["families", "findings"]

FAMILY = re.compile(r"family (\S+) (factory|definitions) ")
MEMBER = re.compile(r"  ([a-z-]+) [a-z]+ (\S+) (\S+):(\d+) confidence=\d+ importers=(\d+)(?:.* (syntactic|semantic))?")
IMPORT = re.compile(r"  import ([a-z-]+) (\S+):(\d+) ")
FINDING = re.compile(r"(\S+?):(\d+):\d+: ([a-z]+) (CN\d+) ")

CLASSES = """canonical redirect wrapper impure-wrapper alias empty-subclass duplicate near-duplicate fallback variant
    test-double helper impostor bypass accessor configurator scope-helper backup""".split()


class Said:
    """The two dumps, taken apart."""

    def __init__(self, families, findings):
        self.families, self.undecided = [], []
        self.members, self.importers, self.imports, self.findings, self.bases = [], [], [], [], []
        for line in families.splitlines():
            if match := FAMILY.match(line):
                self.families.append(match[1])
            elif line.startswith("  decision: "):
                self.undecided.append(self.families[-1])
            elif match := IMPORT.match(line):
                self.imports.append((match[1], f"{match[2]}:{match[3]}"))
            elif match := MEMBER.match(line):
                self.members.append((match[1], f"{match[3]}:{match[4]}", match[2]))
                self.importers.append((match[5], f"{match[3]}:{match[4]}"))
                self.bases.append((match[6] or "linked", f"{match[3]}:{match[4]}"))
        for line in findings.splitlines():
            if match := FINDING.match(line):
                self.findings.append((match[4], f"{match[1]}:{match[2]}", match[3]))


def starts(tuples, words):
    return [t for t in tuples if list(t[: len(words)]) == words]


def is_at(place, wanted):
    """ "a.py:3" is at "a.py:3" and at "a.py"."""
    return place == wanted or place.rpartition(":")[0] == wanted


def find(said, words):
    """What the demand's words, without a `no`, hold for; empty when nothing does."""
    head, rest = words[0], words[1:]
    if head == "family":
        return [name for name in said.families if not rest or name == rest[0]]
    if head == "undecided":
        return [name for name in said.undecided if name == rest[0]]
    if head == "member":
        return [m for m in said.members if is_at(m[1], rest[0])]
    if head == "import":
        return starts(said.imports, rest)
    if head == "basis":
        return starts(said.bases, rest)
    if head == "importers":
        return starts(said.importers, rest)
    if head == "finding":
        return [f for f in said.findings if not rest or is_at(f[1], rest[0])]
    if re.fullmatch(r"CN\d+", head):
        return [f for f in said.findings if f[0] == head and (not rest or is_at(f[1], rest[0])) and rest[1:] in ([], [f[2]])]
    if head in CLASSES:
        return [m for m in said.members if m[0] == head and (not rest or is_at(m[1], rest[0])) and rest[1:] in ([], [m[2]])]
    raise ValueError(f"must.txt: what is {' '.join(words)!r}?")


def nearby(said, words):
    """What is said instead of a demand that fails: of its place first."""
    everything = [" ".join(t) for t in said.members + said.imports + said.findings]
    places = [word for word in words if ":" in word or "/" in word]
    return [text for text in everything if any(place in text for place in places)] if places else everything


def check(claims, families, findings):
    """The demands that are not met, as lines."""
    said, wrong = Said(families, findings), []
    for line in claims.splitlines():
        words = line.partition("#")[0].split()
        if not words:
            continue
        if words[0] == "no":
            met = find(said, words[1:])
            wrong += [f"must: {' '.join(words)}; but it says: {m if isinstance(m, str) else ' '.join(m)}" for m in met]
        elif not find(said, words):
            instead = nearby(said, words)
            wrong.append(f"must: {' '.join(words)}; it says: {'; '.join(instead) if instead else 'nothing of it'}")
    return wrong
