"""Programs that use a redirect or wrapper in every way that breaks hand-made ones. Each asserts, and ends with 0."""

import json
import os
import time

TARGETS = {
    "new/__init__.py": "",
    "new/engine.py": '''
import contextlib

loaded = True


class Engine:
    def __init__(self, power=1, *, fuel="oil"):
        self.power = power
        self.fuel = fuel
        self._heat = 0

    @classmethod
    def make(cls, power):
        return cls(power)

    @staticmethod
    def unit():
        return "kW"

    @property
    def heat(self):
        return self._heat

    @heat.setter
    def heat(self, value):
        self._heat = value

    def run(self, distance, /, speed=3, *stops, night=False, **more):
        return distance, speed, stops, night, more

    async def start(self, key):
        return key

    async def pulses(self, count):
        for n in range(count):
            yield n

    def sparks(self, count):
        for n in range(count):
            yield n
        return "done"

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.left = error[0]
        return error[0] is KeyError

    async def __aenter__(self):
        return "inside"

    async def __aexit__(self, *error):
        return False

    def __call__(self, x):
        return x + 1

    def __iter__(self):
        return iter([1, 2])

    def __len__(self):
        return 7

    def __contains__(self, x):
        return x == 3


def create(power, fuel="oil"):
    """Make one."""
    return Engine(power, fuel=fuel)


async def fetch(key):
    return key


def count(n):
    for i in range(n):
        yield i


def _hidden():
    return helper()


def helper():
    return "real"
''',
    "new/pool.py": "class Pool:\n    pass\n",
}

NAMES = ["Engine=new.engine:Engine", "_hidden=new.engine:_hidden", "make=new.engine:Engine.make", "Tank=new.pool:Pool", "helper=new.engine:helper"]
LAZY = ["redirect", "lazy", "counter", "removal=2027-01-31", *NAMES]

CAUGHT = '''
import contextlib
import sys
import warnings


@contextlib.contextmanager
def caught():
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        yield seen


def here():
    return sys._getframe(1).f_lineno

'''


def uses_are_logged(folder):
    with open(os.path.join(folder, "uses.jsonl"), encoding="utf-8") as log:
        lines = sorted((json.loads(line) for line in log), key=lambda use: (use["line"], use["name"]))
    found = [(use["module"], use["name"], os.path.basename(use["file"]), use["line"], use["uses"]) for use in lines]
    expected = [("old", "Engine", "main.py", 1, 1), ("old", "Engine", "main.py", 4, 5)]
    if not all(abs(time.time() - use["at"]) < 3600 for use in lines):
        return f"{lines} are not of now"
    return "" if found == expected else f"{found} is not {expected}"


def each_process_has_its_log(folder):
    logs = sorted(name for name in os.listdir(os.path.join(folder, "uses")) if name != ".keep")
    uses = []
    for name in logs:
        with open(os.path.join(folder, "uses", name), encoding="utf-8") as log:
            uses += [json.loads(line)["uses"] for line in log]
    return "" if len(logs) == 4 and uses == [1] * 4 else f"{uses} in {logs}"


LAZY_PROGRAMS = {
    "identity is kept": '''
import old, new.engine, new.pool
assert old.Engine is new.engine.Engine
assert old._hidden is new.engine._hidden
assert old.Tank is new.pool.Pool
assert old.make.__func__ is new.engine.Engine.make.__func__
from old import Engine, Tank as T
assert Engine is new.engine.Engine and T is new.pool.Pool
assert isinstance(new.engine.create(1), old.Engine)
''',
    "nothing is loaded before it is used": '''
import sys, old
assert "new" not in sys.modules and "new.engine" not in sys.modules
old.Tank
assert "new.pool" in sys.modules and "new.engine" not in sys.modules
''',
    "the warning is at the caller's line, once for each call site": CAUGHT + '''
with caught() as seen:
    import old
    assert not seen
    for _ in range(3):
        old.Engine; line = here()
assert [(w.filename, w.lineno, w.category) for w in seen] == [(__file__, line, DeprecationWarning)], [str(w) for w in seen]
text = str(seen[0].message)
assert "old.Engine" in text and "new.engine:Engine" in text and "2027-01-31" in text, text
assert old._USES[("Engine", __file__, line)] == 3
with caught() as seen:
    old.Engine; line = here()
    old.Tank; old.Engine
assert [(w.lineno) for w in seen] == [line, line + 1, line + 1], seen
''',
    "from-imports warn at their own line": CAUGHT + '''
def inner():
    from old import Engine
    return Engine
with caught() as seen:
    from old import Engine; line = here()
    from old import (
        Tank as T,
        _hidden,
    )
    inner(); inner()
lines = [w.lineno for w in seen]
assert lines[0] == line and len(lines) == 4, lines
assert set(lines[1:3]) <= set(range(line + 1, line + 5)), lines
assert lines[3] == inner.__code__.co_firstlineno + 1, lines
assert {w.filename for w in seen} == {__file__}
assert sum(old_uses for old_uses in __import__("old")._USES.values()) == 5
''',
    "star importers get what they got": CAUGHT + '''
space = {}
with caught() as seen:
    exec(compile("\\n\\nfrom old import *", "star.py", "exec"), space)
import new.engine, new.pool
assert space["Engine"] is new.engine.Engine and space["Tank"] is new.pool.Pool
assert "_hidden" not in space and "warnings" not in space and "sys" not in space
assert {(w.filename, w.lineno) for w in seen} == {("star.py", 3)}, [str(w) for w in seen]
assert len(seen) == 4
''',
    "dir() shows the moved names": '''
import old
assert {"Engine", "_hidden", "make", "Tank", "__name__", "__all__"} <= set(dir(old)), dir(old)
''',
    "a name that never was is a plain AttributeError": '''
import old
try:
    old.Missing
except AttributeError as error:
    assert "'old'" in str(error) and "'Missing'" in str(error), error
    assert getattr(error, "name", "Missing") == "Missing"
else:
    assert False
try:
    from old import Missing
except ImportError as error:
    assert "Missing" in str(error)
else:
    assert False
assert not hasattr(old, "Missing") and getattr(old, "Missing", 3) == 3
assert not old._USES
''',
    "patch works and is undone": '''
import old, new.engine
from unittest import mock
with mock.patch("old.Engine") as fake:
    assert old.Engine is fake
    from old import Engine
    assert Engine is fake
assert old.Engine is new.engine.Engine and "Engine" not in vars(old)
@mock.patch("old.helper", return_value="fake")
def inner(fake):
    return old.helper()
assert inner() == "fake" and old.helper() == "real"
with mock.patch.object(old, "Tank", autospec=True):
    pass
assert old.Tank.__name__ == "Pool"
old.Tank = 3
assert old.Tank == 3
del old.Tank
assert old.Tank.__name__ == "Pool"
''',
    "reload works": '''
import importlib, old, new.engine
old.Engine
again = importlib.reload(old)
assert again is old and old.Engine is new.engine.Engine
importlib.reload(new.engine)
assert old.Engine is new.engine.Engine
''',
    "old pickles load": '''
import pickle, new.engine
loaded = pickle.loads(b"cold\\nEngine\\n.")
assert loaded is new.engine.Engine
import old
thing = pickle.loads(pickle.dumps(old.Engine(3)))
assert type(thing) is new.engine.Engine and thing.power == 3
''',
    "subclasses of the old name are the new one's": '''
import old, new.engine
class Mine(old.Engine):
    pass
assert issubclass(Mine, new.engine.Engine) and Mine.__mro__[1] is new.engine.Engine
''',
    "a warning made an error stays one at every use": '''
import warnings, old
warnings.simplefilter("error")
for _ in range(2):
    try:
        old.Engine
    except DeprecationWarning:
        continue
    assert False
assert not old._USES
''',
    "many threads": '''
import old, threading, warnings
warnings.simplefilter("ignore")
def work():
    for _ in range(500):
        assert old.Engine.__name__ == "Engine"
threads = [threading.Thread(target=work) for _ in range(8)]
[t.start() for t in threads]; [t.join() for t in threads]
assert 1000 < sum(old._USES.values()) <= 4000
''',
    "inspection and copies of the module's dictionary": '''
import inspect, old, typing, doctest
inspect.getmembers(old)
inspect.getdoc(old)
assert "Deprecated" in old.__doc__ and "new.engine" in old.__doc__ and "2027-01-31" in old.__doc__
assert inspect.getmodule(old.Engine).__name__ == "new.engine"
''',
}

PACKAGE_PROGRAMS = {
    "a package warns and counts once": CAUGHT + '''
with caught() as seen:
    from pkg import Engine; line = here()
import pkg, new.engine
assert Engine is new.engine.Engine
assert [(w.filename, w.lineno) for w in seen] == [(__file__, line)], [str(w) for w in seen]
assert dict(pkg._USES) == {("Engine", __file__, line): 1}, pkg._USES
with caught() as seen:
    space = {}
    exec(compile("from pkg import *", "star.py", "exec"), space)
assert len(seen) == 4 and {w.filename for w in seen} == {"star.py"}, [str(w) for w in seen]
assert sum(pkg._USES.values()) == 5
from pkg import inner
import pkg.inner
assert pkg.inner.VALUE == 1
try:
    from pkg import Nothing
except ImportError:
    pass
else:
    assert False
''',
}

EAGER = ["redirect", "removal=2.0", "Engine=new.engine:Engine", "_hidden=new.engine:_hidden", "make=new.engine:Engine.make", "Tank=new.pool:Pool"]
EAGER_PROGRAMS = {
    "the eager form keeps identity and warns once an import": CAUGHT + '''
with caught() as seen:
    import old; line = here()
    import old
assert [(w.filename, w.lineno, w.category) for w in seen] == [(__file__, line, DeprecationWarning)], [(w.filename, w.lineno) for w in seen]
assert "old is deprecated" in str(seen[0].message) and "in 2.0" in str(seen[0].message) and "new.engine" in str(seen[0].message)
import new.engine, new.pool
assert old.Engine is new.engine.Engine and old.Tank is new.pool.Pool and old._hidden is new.engine._hidden
assert old.make(3).power == 3
space = {}
exec("from old import *", space)
assert {"Engine", "Tank", "make"} <= set(space) and "_hidden" not in space and "warnings" not in space
''',
    "the eager form warns a from-import in another file": CAUGHT + '''
with caught() as seen:
    import user
assert [(w.filename.rpartition("/")[2], w.lineno) for w in seen] == [("user.py", 3)], seen
''',
}

PLAIN = ["redirect", "lazy", *NAMES]
PLAIN_PROGRAMS = {
    "without a counter each site is warned once, as Python does it": CAUGHT + '''
import warnings
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("default")
    for _ in range(3):
        from old import Engine; line = here()
    from pkg import Tank
assert [(w.filename, w.lineno) for w in seen] == [(__file__, line), (__file__, line + 1)], [(w.filename, w.lineno) for w in seen]
with caught() as seen:
    from pkg import Tank
assert len(seen) == 1
''',
}

CLASHING = ["redirect", "lazy", "counter", "sys=new.engine:Engine", "warnings=new.pool:Pool", "_USES=new.engine:helper", "pkgutil=new.engine:"]
CLASH_PROGRAMS = {
    "a moved name that the redirect would use itself": '''
import old, new.engine, new.pool
assert old.sys is new.engine.Engine and old.warnings is new.pool.Pool and old._USES is new.engine.helper
assert old.pkgutil is new.engine
''',
}

CYCLE_FILES = {"left.py": "from right import value\n\n\ndef use():\n    import old\n    return old.Engine\n", "right.py": "import old\nvalue = 1\n",
               "new/engine.py": "import left\n\n\nclass Engine:\n    pass\n"}
CYCLE_PROGRAMS = {"no cycle appears": "import left\nassert left.use().__name__ == 'Engine'\n"}

WRAPPER = [
    "wrapper", "removal=2027-01-31", "name=Old", "target=Engine", "path=new.engine.Engine", "doc=An engine.",
    'method=__init__|self, power=1, *, fuel="oil"|power, fuel=fuel',
    "method=make|cls, power|power||classmethod",
    "method=unit||||staticmethod",
    "method=heat|self|||property|s",
    "method=run|self, distance, /, speed=3, *stops, night=False, **more|distance, speed, *stops, night=night, **more|tuple",
    "method=start|self, key|key|||a",
    "method=pulses|self, count|count|||ag",
    "method=sparks|self, count|count|||g",
    "method=__enter__|self|",
    "method=__exit__|self, *error|*error",
    "method=__aenter__|self||||a",
    "method=__aexit__|self, *error|*error|||a",
    "method=__call__|self, x|x",
    "method=__iter__|self|",
    "method=__len__|self|",
    "method=__contains__|self, x|x",
]

WRAPPER_PROGRAMS = {
    "a wrapper passes everything on": CAUGHT + '''
import asyncio, copy, inspect
from old import Old
import new.engine
with caught() as seen:
    old = Old(5, fuel="gas"); line = here()
assert [(w.filename, w.lineno, w.category) for w in seen] == [(__file__, line, DeprecationWarning)]
text = str(seen[0].message)
assert "Old is deprecated" in text and "new.engine.Engine" in text and "2027-01-31" in text, text
assert old.power == 5 and old.fuel == "gas"
with caught() as seen:
    made = Old.make(9); line = here()
    assert Old.unit() == "kW"
assert made.power == 9 and [w.lineno for w in seen] == [line, line + 1] and {w.filename for w in seen} == {__file__}
old.heat = 4
assert old.heat == 4 and old._target._heat == 4
assert old.run(1, 2, 3, 4, night=True, extra=5) == (1, 2, (3, 4), True, {"extra": 5})
assert asyncio.run(old.start("key")) == "key"
async def collect():
    async with old as inside:
        assert inside == "inside"
    return [n async for n in old.pulses(3)]
assert asyncio.run(collect()) == [0, 1, 2]
def outer():
    result = yield from old.sparks(2)
    yield result
assert list(outer()) == [0, 1, "done"]
with old as entered:
    assert entered is old
    raise KeyError
assert old.left is KeyError
assert old(1) == 2 and list(old) == [1, 2] and len(old) == 7 and 3 in old
for name in ("run", "start", "pulses", "sparks", "__init__"):
    mine, theirs = inspect.signature(getattr(Old, name)), inspect.signature(getattr(new.engine.Engine, name))
    assert list(mine.parameters.values()) == list(theirs.parameters.values()), name
assert inspect.iscoroutinefunction(Old.start) and inspect.isasyncgenfunction(Old.pulses) and inspect.isgeneratorfunction(Old.sparks)
assert copy.copy(old).power == 5
assert "Deprecated" in Old.__doc__ and "An engine." in Old.__doc__
try:
    old.nothing
except AttributeError:
    pass
else:
    assert False
''',
}

FUNCTION_PROGRAMS = {
    "a function's wrapper passes on": CAUGHT + '''
import inspect, new.engine
from old import old_create
with caught() as seen:
    engine = old_create(3, fuel="gas"); line = here()
assert [(w.filename, w.lineno, w.category) for w in seen] == [(__file__, line, DeprecationWarning)]
assert type(engine) is new.engine.Engine and engine.fuel == "gas"
assert list(inspect.signature(old_create).parameters) == ["power", "fuel"]
''',
}
ASYNC_FUNCTION_PROGRAMS = {
    "an async function's wrapper is one": CAUGHT + '''
import asyncio, inspect
from old import old_fetch
async def main():
    return await old_fetch("key"), here()
with caught() as seen:
    key, line = asyncio.run(main())
assert key == "key" and inspect.iscoroutinefunction(old_fetch)
assert [(w.filename, w.lineno) for w in seen] == [(__file__, line)], [(w.filename, w.lineno) for w in seen]
''',
}


PART_PROGRAMS = {
    "the hook of a module that holds more": '''
import sys, old
assert old.__name__ == "old" and "new.engine" not in sys.modules
import new.engine
assert old.Engine is new.engine.Engine
from old import Engine, make
assert make(4).power == 4
assert not hasattr(old, "Missing")
from unittest import mock
with mock.patch("old.Engine"):
    pass
assert old.Engine is new.engine.Engine
''',
}


def programs(prefix, table, **common):
    return {f"{prefix}: {name}": {**common, "main": main} for name, main in table.items()}


PROGRAMS = {
    **programs("lazy", LAZY_PROGRAMS, written={"old.py": LAZY}),
    **programs("lazy", PACKAGE_PROGRAMS, written={"pkg/__init__.py": LAZY}, files={"pkg/inner.py": "VALUE = 1\n"}),
    **programs("lazy", PLAIN_PROGRAMS, written={"old.py": PLAIN, "pkg/__init__.py": PLAIN}),
    **programs("lazy", CLASH_PROGRAMS, written={"old.py": CLASHING}),
    **programs("lazy", CYCLE_PROGRAMS, written={"old.py": ["redirect", "lazy", "Engine=new.engine:Engine"]}, files=CYCLE_FILES),
    **programs("part", PART_PROGRAMS, written={"old.py": ["redirect", "part", "Engine=new.engine:Engine", "make=new.engine:Engine.make"]}),
    **programs("eager", EAGER_PROGRAMS, written={"old.py": EAGER}, files={"user.py": "import sys\n\nfrom old import Engine\n"}),
    **programs("wrapper", WRAPPER_PROGRAMS, wrappers={"old.py": WRAPPER}),
    **programs("wrapper", FUNCTION_PROGRAMS, wrappers={"old.py": [
        "wrapper", "function", "name=old_create", "target=create", "path=new.engine.create", 'method=create|power, fuel="oil"|power, fuel=fuel']}),
    **programs("wrapper", ASYNC_FUNCTION_PROGRAMS, wrappers={"old.py": [
        "wrapper", "function", "name=old_fetch", "target=fetch", "path=new.engine.fetch", "method=fetch|key|key|||a"]}),
    "exports: a list that was there stays": {
        "written": {"old.py": ["redirect", "lazy", "exports=_hidden,Engine", *NAMES]},
        "main": "import old\nassert old.__all__ == ['_hidden', 'Engine']\nspace = {}\nexec('from old import *', space)\n"
                "assert '_hidden' in space and 'Tank' not in space\n",
    },
    "log: uses are appended at exit": {
        "written": {"old.py": LAZY},
        "env": {"CANONRY_USES": "FOLDER/uses.jsonl"},
        "main": "from old import Engine\nimport importlib, old\nfor _ in range(5):\n    old.Engine\n",
        "after": uses_are_logged,
    },
    "log: in a directory each process has its own": {
        "written": {"old.py": LAZY},
        "env": {"CANONRY_USES": "FOLDER/uses"},
        "main": "import os, subprocess, sys\nfrom old import Engine\n"
                "if len(sys.argv) == 1:\n"
                "    run = [subprocess.Popen([sys.executable, __file__, 'child']) for _ in range(3)]\n"
                "    assert not any(p.wait() for p in run)\n",
        "files": {"uses/.keep": ""},
        "after": each_process_has_its_log,
    },
    "log: nothing is loaded for it when nobody asks": {
        "written": {"old.py": LAZY},
        "flags": ["-S"],
        "main": "import sys\nimport old\nold.Tank\nassert 'json' not in sys.modules\n",
    },
}
