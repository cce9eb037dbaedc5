"""Guard tests, made and run: red while there is something to mend, green after the migration, red again when something breaks."""

import pathlib
import re
import sys

import tool

HERE = pathlib.Path(__file__).resolve().parent
SAMPLE = HERE / "sample" / "tree"
ROOMS = HERE / "rooms" / "tree"
GUARDS = "tests/test_guard_*.py"

# Stands for pytest where that is not installed: as much of it as a guard takes.
STAND_IN = '''"""Runs the functions of a module as pytest would; its exit code says whether all passed."""
import importlib, sys, types, unittest
class mark:
    @staticmethod
    def parametrize(name, values):
        return lambda test: setattr(test, "values", list(values)) or test
stand_in = types.ModuleType("pytest")
stand_in.mark = mark
def skip(reason):
    raise unittest.SkipTest(reason)
stand_in.skip = skip
sys.modules["pytest"] = stand_in
failed = 0
for name in sys.argv[1:]:
    module = importlib.import_module(name)
    for test in [value for key, value in sorted(vars(module).items()) if key.startswith("test_")]:
        for arguments in [(value,) for value in test.values] if hasattr(test, "values") else [()]:
            try:
                test(*arguments)
            except unittest.SkipTest as skip:
                print("SKIP:", test.__name__, skip)
            except Exception as error:
                failed += 1
                print("FAIL:", test.__name__, arguments, repr(error))
sys.exit(failed > 0)
'''


def generate(room, *arguments, codes=(tool.CLEAN,)):
    return room.canonry_does("tests", "--generate", *arguments, codes=codes).stdout.decode("utf-8", "replace")


def guards(room):
    return sorted(path.stem for path in room.tree.glob(GUARDS))


def run_guards(room):
    """The names of the guards that fail, of all of them."""
    done = room.python("-m", "unittest", "-v", *(f"tests.{name}" for name in guards(room)), cwd=room.tree, check=False)
    text = done.stderr.decode("utf-8", "replace")
    if not re.search(r"^Ran [1-9]", text, re.MULTILINE):
        raise tool.Failure(f"no guard ran\n{text}")
    if "skipped" in text:
        raise tool.Failure(f"a guard was skipped\n{text}")
    return set(re.findall(r"^(?:FAIL|ERROR): (\w+)", text, re.MULTILINE)), text


def room_with(canonry, source):
    return tool.Room(canonry, source)


def becomes_green(canonry, source, red):
    """Generated, red where `red` says; migrated, green; generated again, the same."""
    with room_with(canonry, source) as room:
        room.make_repository()
        generate(room, "--write")
        room.git("add", "--all")
        room.git("commit", "--quiet", "--message=guards")
        failed, text = run_guards(room)
        if failed != red:
            yield f"before the migration {', '.join(sorted(failed)) or 'nothing'} fails\n{text}"
        room.canonry_does("migrate", "--write")
        failed, text = run_guards(room)
        if failed:
            yield f"after the migration {', '.join(sorted(failed))} fails\n{text}"
        room.git("add", "--all")
        generate(room, "--write")
        if room.git("diff", "--stat"):
            yield f"generated again, the guards are others\n{room.git('diff')}"


def sample_becomes_green(canonry):
    """the parcels' guards are red before the migration, and green after"""
    yield from becomes_green(canonry, SAMPLE, {
        "test_there_is_one_definition", "test_every_path_gives_the_same_object", "test_every_old_path_says_where_to_go"})


def rooms_become_green(canonry):
    """so are those of the rooms, where two users are made at once"""
    yield from becomes_green(canonry, ROOMS, {
        "test_there_is_one_definition", "test_every_path_gives_the_same_object", "test_every_old_path_says_where_to_go"})


# What is broken in which file, and the test that notices.
BREAKS = {
    "one list for all": ("rooms/room.py", "self.guests = [user_id]", "self.guests = GUESTS\n        GUESTS.append(user_id)",
                         "\n\nGUESTS = []\n", "test_two_users_at_once_share_nothing"),
    "one room for all": ("rooms/factory.py", "room = Room(user_id, beds)", "room = ROOMS.setdefault(beds, None) or Room(user_id, beds)\n        ROOMS[beds] = room",
                         "\n\nROOMS = {}\n", "test_two_users_at_once_share_nothing"),
    "the notes of all": ("rooms/desk.py", "notes = {", "notes = NOTES\n        NOTES[context.user_id] = {", "\n\nNOTES = {}\n", "test_two_users_at_once_share_nothing"),
    "guests of the class": ("rooms/room.py", "self.guests = [user_id]", "Room.everybody.append(user_id)", "\n\nRoom.everybody = []\n",
                            "test_two_users_at_once_share_nothing"),
    "user of the module": ("rooms/room.py", "self.is_open = True", "global LAST\n        LAST = user_id\n\n    def owner(self):\n        return LAST", "\n\nLAST = None\n",
                           "test_two_users_at_once_share_nothing"),
    "user behind a function": ("rooms/desk.py", "        notes = {", "        global LAST\n        LAST = context.user_id\n        notes = {",
                               "\n\nLAST = None\n\n\ndef last():\n    return LAST\n\n\nSession.owner = property(lambda self: last())\n",
                               "test_two_users_at_once_share_nothing"),
    "session of the class": ("rooms/desk.py", "        notes = {", "        Session.current = context\n        notes = {", "", "test_two_users_at_once_share_nothing"),
    "one session for all": ("rooms/desk.py", "return Session(context.user_id, notes)",
                            "SessionFactory.one = getattr(SessionFactory, \"one\", None) or Session(context.user_id, notes)\n        return SessionFactory.one", "",
                            "test_two_users_at_once_share_nothing"),
    "kept after cleanup": ("rooms/factory.py", "self._open.pop(user_id).is_open = False", "self._open[user_id].is_open = False", "", "test_cleanup_leaves_nothing"),
    "a second factory": ("rooms/desk.py", "@dataclass\nclass Opening", "class RoomFactory:\n    pass\n\n\n@dataclass\nclass Opening", "", "test_there_is_one_definition"),
    "another object": ("rooms/counter.py", "__all__ =", "SessionFactory = type(\"SessionFactory\", (SessionFactory,), {})\n\n__all__ =", "",
                       "test_every_path_gives_the_same_object"),
    "another signature": ("rooms/counter.py", "__all__ =",
                          "class Other(SessionFactory):\n    async def create_session(self, context, more):\n        return None\n\n\nSessionFactory = Other\n\n__all__ =", "",
                          "test_every_path_takes_what_the_canonical_takes"),
    "no warning": ("rooms/counter.py", "warnings.warn(", "str((", "", "test_every_old_path_says_where_to_go"),
}


def break_one(canonry, what):
    """a guard notices"""
    path, old, new, end, test = BREAKS[what]
    with room_with(canonry, ROOMS) as room:
        room.make_repository()
        generate(room, "--write")
        room.canonry_does("migrate", "--write", "--force")
        failed, text = run_guards(room)
        if failed:
            yield f"{', '.join(sorted(failed))} fails before anything is broken\n{text}"
        file = room.tree / path
        source = file.read_text(encoding="utf-8")
        if old not in source:
            yield f"{path} has no `{old}`"
        broken = source.replace(old, new, 1) + end
        if what == "no warning":
            broken = broken.replace("stacklevel=2)", "2))")
        file.write_text(broken, encoding="utf-8")
        failed, text = run_guards(room)
        if test not in failed:
            yield f"{what}: {test} does not fail, but {', '.join(sorted(failed)) or 'nothing'}\n{text}"


def notices_what_breaks(canonry):
    """every guard fails when what it guards is broken"""
    for what in BREAKS:
        yield from break_one(canonry, what)


# What is all right: what each user has of their own, and what no user's data comes to.
HARMLESS = {
    "a context variable": ("rooms/desk.py", "        notes = {", "        LAST.set(context.user_id)\n        notes = {",
                           "\n\nimport contextvars\n\nLAST = contextvars.ContextVar(\"last\")\nSession.owner = property(lambda self: LAST.get())\n"),
    "a log": ("rooms/room.py", "self.guests = [user_id]", "self.guests = [user_id]\n        self.log = LOG\n        LOG.warning(user_id)",
              "\n\nimport logging\nimport logging.handlers\n\nLOG = logging.getLogger(\"rooms\")\nLOG.propagate = False\n"
              "LOG.addHandler(logging.handlers.MemoryHandler(10000, flushLevel=99))\n"),
    "a register by user": ("rooms/room.py", "self.guests = [user_id]", "self.guests = [user_id]\n        ROOMS[user_id] = self.guests",
                           "\n\nROOMS = {}\nRoom.others = lambda self: ROOMS[self.user_id]\n"),
    "constants": ("rooms/room.py", "self.guests = [user_id]", "self.guests = [user_id]\n        self.sizes = SIZES", "\n\nSIZES = {\"small\": [1, 2]}\n"),
}


def lets_pass_what_is_harmless(canonry):
    """the guards of two users are silent about context variables, logs, registers by user and constants"""
    for what, (path, old, new, end) in HARMLESS.items():
        with room_with(canonry, ROOMS) as room:
            room.make_repository()
            generate(room, "--write")
            room.canonry_does("migrate", "--write", "--force")
            file = room.tree / path
            source = file.read_text(encoding="utf-8")
            if old not in source:
                yield f"{path} has no `{old}`"
            file.write_text(source.replace(old, new, 1) + end, encoding="utf-8")
            failed, text = run_guards(room)
            if failed:
                yield f"{what}: {', '.join(sorted(failed))} fails\n{text}"


def keeps_what_people_edit(canonry):
    """blocks that were edited or emptied, and everything outside of blocks, stay when guards are made again"""
    with room_with(canonry, ROOMS) as room:
        generate(room, "--write")
        file = room.tree / "tests" / "test_guard_room_factory.py"
        text = file.read_text(encoding="utf-8")
        text = text.replace("for _ in range(20):", "for _ in range(3):  # enough here")
        text = re.sub(r"(# guard: begin cleanup \w+\n).*(# guard: end cleanup\n)", r"\1\2", text, flags=re.DOTALL)
        text = text.replace("\n\nif __name__", "\n\nclass Mine(unittest.TestCase):\n    def test_mine(self):\n        self.assertTrue(PATHS)\n\n\nif __name__")
        # A block that is as it was written, by an older release that wrote less.
        file.write_text(text, encoding="utf-8")
        said = generate(room, "--write")
        if file.read_text(encoding="utf-8") != text:
            yield "an edited file was changed"
        if "2 blocks kept" not in said:
            yield f"it does not say that two blocks were kept:\n{said}"
        (room.tree / "rooms" / "cellar.py").write_text("from rooms.factory import RoomFactory\n\n__all__ = [\"RoomFactory\"]\n", encoding="utf-8")
        (room.tree / "rooms" / "door.py").write_text("from rooms.cellar import RoomFactory\n\nMAKER = RoomFactory\n", encoding="utf-8")
        generate(room, "--write")
        now = file.read_text(encoding="utf-8")
        if '"rooms.cellar:RoomFactory"' not in now:
            yield "a new path is not taken in"
        if "enough here" not in now or "class Mine" not in now or "class Cleanup" in now:
            yield f"what people wrote is lost\n{now}"


def leaves_other_files_alone(canonry):
    """a file of somebody else's under that name is refused, and undo takes back what was written"""
    with room_with(canonry, ROOMS) as room:
        file = room.tree / "tests" / "test_guard_room_factory.py"
        file.write_text("# mine\n", encoding="utf-8")
        generate(room, "--write", codes=(tool.REFUSED,))
        if file.read_text(encoding="utf-8") != "# mine\n":
            yield "it was overwritten"
        room.canonry_does("undo")
        if guards(room) != ["test_guard_room_factory"]:
            yield f"after undo there are {guards(room)}"


def writes_for_pytest_too(canonry):
    """where the tests are pytest's, so are the guards, with the same verdicts"""
    with room_with(canonry, ROOMS) as room:
        (room.tree / "tests" / "test_house.py").write_text(
            "import pytest\n\nfrom rooms.house import let\n\n\n@pytest.mark.parametrize(\"who\", [\"anna\"])\n"
            "def test_each_gets_a_room(who):\n    assert let(who)[0].user_id == who\n", encoding="utf-8")
        (room.tree / "stand_in.py").write_text(STAND_IN, encoding="utf-8")
        generate(room, "--write")
        names = [f"tests.{name}" for name in guards(room)]
        if "import pytest" not in (room.tree / GUARDS.replace("*", "room_factory")).read_text(encoding="utf-8"):
            yield "it is not written for pytest"
        before = room.python("stand_in.py", *names, check=False)
        if before.returncode != 1 or b"test_the_path_gives_the_same_object" not in before.stdout:
            yield f"before the migration: {tool.said(before)}"
        room.canonry_does("migrate", "--write", "--force")
        after = room.python("stand_in.py", *names, check=False)
        if after.returncode or b"SKIP" in after.stdout:
            yield f"after the migration: {tool.said(after)}"


def makes_a_folder_where_there_is_none(canonry):
    """a tree without tests gets a folder for them"""
    with room_with(canonry, ROOMS) as room:
        room.run("rm", "-r", "tests")
        generate(room, "--write")
        if not guards(room):
            yield "nothing was written"
        done = room.python("-m", "unittest", "discover", "-s", "tests", check=False)
        if done.returncode != 1 or b"ERROR" in done.stderr:
            yield f"they do not run as they should\n{tool.said(done)}"


def shows_before_it_writes(canonry):
    """without --write nothing is written, and the diff is what git takes"""
    with room_with(canonry, ROOMS) as room:
        room.make_repository()
        diff = generate(room)
        if guards(room):
            yield "it wrote without being told to"
        (room.path / "guards.diff").write_text(diff[:diff.index("\ntests/test_guard", diff.rindex("\n+")) + 1], encoding="utf-8")
        room.git("apply", room.path / "guards.diff")
        applied = {name: (room.tree / "tests" / f"{name}.py").read_bytes() for name in guards(room)}
        if not applied:
            yield "the diff holds no guard"
        room.git("clean", "--quiet", "--force", "tests")
        generate(room, "--write")
        if applied != {name: (room.tree / "tests" / f"{name}.py").read_bytes() for name in guards(room)}:
            yield "what is written is not what the diff showed"


def run_one(room, name, path=""):
    """What unittest says of one guard, with `path` for imports."""
    room.environment["PYTHONPATH"] = str(room.tree / path)
    done = room.python("-m", "unittest", "-v", f"tests.{name}", check=False)
    return done.returncode, done.stderr.decode("utf-8", "replace")


def tells_what_is_missing_from_what_is_broken(canonry):
    """what cannot be imported is skipped with the reason when that lies outside of the project, and fails when it does not"""
    stops = {
        "import a_library_that_nobody_has": ("skipped", "a_library_that_nobody_has"),
        "import os\n\nos.environ[\"NOT_SET_ANYWHERE\"]": ("skipped", "NOT_SET_ANYWHERE"),
        "raise RuntimeError(\"no room today\")": ("FAIL", "no room today"),
        "from rooms import nothing_of_that_name": ("FAIL", "nothing_of_that_name"),
        "raise SystemExit(3)": ("FAIL", "SystemExit(3)"),
        "import rooms.gone": ("FAIL", "rooms.gone"),
    }
    for stop, (verdict, reason) in stops.items():
        with room_with(canonry, ROOMS) as room:
            generate(room, "--write")
            file = room.tree / "rooms" / "annex.py"
            file.write_text(f"{stop}\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
            code, text = run_one(room, "test_guard_room_factory")
            told = [line for line in text.split("\n") if reason in line and "cannot be had" in line]
            if not told or (verdict == "skipped") != any("skipped" in line for line in told):
                yield f"`{stop}`: is not {verdict} with `{reason}`\n{text}"
            if "there_is_one_definition) ... FAIL" not in text.replace(".OneDefinition.test_there_is_one_definition", ".there_is_one_definition"):
                yield f"`{stop}`: keeps the second definition from being seen\n{text}"
            if not code:
                yield f"`{stop}`: everything passes"


def stands_any_name(canonry):
    """an import root with quotes in its name, names in other scripts, and a project that writes single quotes"""
    with room_with(canonry, ROOMS) as room:
        root = 'it\'s a "root"'
        (room.tree / root).mkdir()
        (room.tree / "rooms").rename(room.tree / root / "rooms")
        (room.tree / root / "setup.py").write_text("from setuptools import setup\n\nsetup()\n", encoding="utf-8")
        for path in [*(room.tree / root / "rooms").glob("*.py"), *(room.tree / "tests").glob("*.py"), room.tree / "canonry.yaml"]:
            text = path.read_text(encoding="utf-8").replace("RoomFactory", "R\u00e4umeFactory")
            path.write_text(text.replace("\"", "'") if path.parent.name == "tests" else text, encoding="utf-8")
        room.make_repository()
        generate(room, "--write")
        if len(guards(room)) != 2 or "r\u00e4ume" not in guards(room)[0]:
            yield f"the guards are {guards(room)}"
            return
        for name in guards(room):
            text = (room.tree / "tests" / f"{name}.py").read_text(encoding="utf-8")
            if "from rooms" in text or "PACKAGES = [\n    'rooms',\n]" not in text or "getattr(thing, method, None)" not in text:
                yield f"{name} is not written as the project is\n{text}"
        before = [run_one(room, name, root) for name in guards(room)]
        room.canonry_does("migrate", "--write", "--force")
        after = [run_one(room, name, root) for name in guards(room)]
        if [code for code, _ in before] != [1, 0]:
            yield f"before: {before}"
        if any(code or "skipped" in text for code, text in after):
            yield f"after: {after}"


def is_found_again(canonry):
    """a guard that somebody moved is made again where it is; two canonicals of one name have a file each, and keep it"""
    with room_with(canonry, ROOMS) as room:
        (room.tree / "rooms" / "hall").mkdir()
        (room.tree / "rooms" / "hall" / "__init__.py").write_text("", encoding="utf-8")
        text = (room.tree / "rooms" / "desk.py").read_text(encoding="utf-8")
        (room.tree / "rooms" / "hall" / "desk.py").write_text(
            text.replace("class Opening", "class Hours").replace("Opening()", "Hours()").replace("hours: int = 8", "early: int = 7\n    late: int = 9"), encoding="utf-8")
        generate(room, "--write")
        first = guards(room)
        (room.tree / "tests" / "guards").mkdir()
        (room.tree / "tests" / "guards" / "__init__.py").write_text("", encoding="utf-8")
        moved = room.tree / "tests" / "guards" / "test_guard_room_factory.py"
        (room.tree / "tests" / "test_guard_room_factory.py").rename(moved)
        said = generate(room, "--write")
        if "tests/guards/test_guard_room_factory.py written" not in said or "test_guard_room_factory" in guards(room):
            yield f"it is not found where it is\n{said}"
        if "parents[2]" not in moved.read_text(encoding="utf-8"):
            yield "it does not know where it is"
        if [name for name in first if "room_factory" not in name] != guards(room):
            yield f"{first} became {guards(room)}"
        if "written" in generate(room, "--write"):
            yield "made a third time, something changes"


def goes_where_tests_are(canonry):
    """a lone test_*.py of the program makes no folder of tests, and names are such as pytest is told to collect"""
    with room_with(canonry, ROOMS) as room:
        (room.tree / "rooms" / "test_tools.py").write_text("def test_level():\n    return 3\n", encoding="utf-8")
        (room.tree / "pytest.ini").write_text("[pytest]\npython_files = *_test.py\n", encoding="utf-8")
        generate(room, "--write")
        found = sorted(str(path.relative_to(room.tree)) for path in room.tree.rglob("*guard*.py"))
        if found != ["tests/guard_room_factory_test.py", "tests/guard_session_factory_test.py"]:
            yield f"the guards are {found}"
    with room_with(canonry, ROOMS) as room:
        for folder in ["docs", "rooms", "unit"]:
            (room.tree / "tests" / folder).mkdir()
            (room.tree / "tests" / folder / f"test_{folder}.py").write_text("def test_nothing():\n    assert True\n", encoding="utf-8")
        (room.tree / "tests" / "test_house.py").unlink()
        generate(room, "--write")
        first = sorted(str(path.relative_to(room.tree)) for path in room.tree.rglob("*guard*.py"))
        room.run("rm", "-r", "tests/rooms")
        generate(room, "--write")
        second = sorted(str(path.relative_to(room.tree)) for path in room.tree.rglob("*guard*.py"))
        if {str(pathlib.PurePath(path).parent) for path in first} != {"tests/rooms"} or {str(pathlib.PurePath(path).parent) for path in second} != {"tests/unit"}:
            yield f"the guards are {first}, and without tests/rooms {second}"


def remembers_old_paths(canonry):
    """where a rival stood that is only imported now, whoever imported it finds the canonical: held before, after, and made again"""
    with room_with(canonry, ROOMS) as room:
        (room.tree / "rooms" / "annex.py").write_text(
            (room.tree / "rooms" / "factory.py").read_text(encoding="utf-8") + "\n\ndef let_one(user_id):\n    return RoomFactory().create_room(user_id)\n", encoding="utf-8")
        room.make_repository()
        generate(room, "--write")
        file = room.tree / "tests" / "test_guard_room_factory.py"
        text = file.read_text(encoding="utf-8")
        if "\"rooms.annex:RoomFactory\": CANONICAL" not in text:
            yield f"the rival's path is not held\n{text}"
        if "test_every_path_gives_the_same_object" not in run_guards(room)[0]:
            yield "it is not red"
        room.canonry_does("migrate", "--write", "--force")
        if run_guards(room)[0]:
            yield f"after the migration {run_guards(room)[0]} fails"
        generate(room, "--write")
        if file.read_text(encoding="utf-8") != text:
            yield "made again, it is another"


TESTS = [
    sample_becomes_green,
    rooms_become_green,
    notices_what_breaks,
    lets_pass_what_is_harmless,
    keeps_what_people_edit,
    leaves_other_files_alone,
    writes_for_pytest_too,
    makes_a_folder_where_there_is_none,
    shows_before_it_writes,
    tells_what_is_missing_from_what_is_broken,
    stands_any_name,
    is_found_again,
    goes_where_tests_are,
    remembers_old_paths,
]

if __name__ == "__main__":
    sys.exit("run.py runs these")
