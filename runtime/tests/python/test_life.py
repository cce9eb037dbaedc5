"""Life of the factory and of the process: one factory, forks, ends of programs, interpreters, old names."""

import ctypes
import json
import os
import pathlib
import tempfile
import threading
import unittest
import warnings

import case

import eef

START = """
import asyncio, gc, os, sys, warnings, eef
bridge = eef.AsyncioBridge()
factory = eef.configure(bridge)
def context(run):
    return eef.UserExecutionContext("ada", run)
"""


class Configuring(unittest.TestCase):
    def tearDown(self):
        eef.shutdown_now(5)

    def test_there_is_no_factory_before(self):
        for call in (eef.get_execution_engine_factory, eef.ExecutionEngineFactory):
            with self.assertRaises(eef.NotReadyError):
                call()

    def test_whoever_asks_gets_the_same_object(self):
        bridge = eef.AsyncioBridge()
        factory = eef.configure(bridge)
        others = [eef.configure(bridge), eef.get_execution_engine_factory(), eef.ExecutionEngineFactory(),
                  eef.ExecutionEngineFactory(bridge), eef.ExecutionEngineFactory(bridge=bridge)]
        self.assertEqual({id(x) for x in others}, {id(factory)})

    def test_another_bridge_is_refused_and_changes_nothing(self):
        """D6, D7"""
        bridge = eef.AsyncioBridge()
        factory = eef.configure(bridge)
        for call in (eef.configure, eef.ExecutionEngineFactory):
            with self.assertRaises(eef.ConfigError) as caught:
                call(eef.AsyncioBridge())
            self.assertEqual(caught.exception.status, "conflict")
        self.assertIs(eef.configure(bridge), factory)

    def test_of_many_threads_one_wins(self):
        bridges = [eef.AsyncioBridge() for _ in range(2)]
        results = []

        def start(bridge):
            try:
                results.append(eef.configure(bridge))
            except eef.ConfigError as error:
                results.append(error.status)

        threads = [threading.Thread(target=start, args=(bridges[i % 2],)) for i in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted({type(x).__name__ for x in results}), ["ExecutionEngineFactory", "str"])
        self.assertEqual(len({id(x) for x in results if not isinstance(x, str)}), 1)
        self.assertEqual([x for x in results if isinstance(x, str)], ["conflict"] * 8)

    def test_wrong_options_are_refused(self):
        for options, error in [({"max_engines": 0}, eef.ConfigError), ({"max_engines": -1}, (OverflowError, TypeError, ValueError)),
                               ({"max_engines": 1 << 40}, OverflowError), ({"max_engines": "x"}, TypeError),
                               ({"audit_sync": "maybe"}, ValueError), ({"colour": 1}, TypeError),
                               ({"alerts": {"x": 1}}, TypeError), ({"placeholders": [1]}, TypeError)]:
            with self.assertRaises(error, msg=options):
                eef.configure(eef.AsyncioBridge(), **options)
            self.assertNotEqual(eef.factory_state(), "ready")

    def test_all_options_are_taken(self):
        with tempfile.TemporaryDirectory() as folder:
            factory = eef.configure(eef.AsyncioBridge(), max_engines=64, max_engines_per_user=3, audit_dir=folder,
                                    audit_sync="interval", audit_on_failure="open", placeholders=("x", "y"), strict_five=True,
                                    alerts={"fill": 0.5, "ws_1011": 2}, compat_legacy=False, idle_timeout_ms=0)
            with factory.user_execution_scope(eef.UserExecutionContext("default", "r")) as engine:
                engine.emit_nowait("agent_started", agent="a")
                with self.assertRaises(eef.OrderError):
                    engine.emit_nowait("agent_completed")
                engine.audit("export", "denied", rows=3)
            factory.audit_flush(5000)
            eef.shutdown_now(5)
            text = "".join(path.read_text(encoding="utf-8") for path in pathlib.Path(folder).iterdir())
            self.assertIn('"op":"engine_created"', text)
            self.assertIn('"op":"app:export"', text)

    def test_can_be_started_again_after_its_end(self):
        ids = set()
        for i in range(5):
            bridge = eef.AsyncioBridge()
            factory = eef.configure(bridge)
            ids.add(id(factory))
            with factory.user_execution_scope(eef.UserExecutionContext("ada", f"r{i}")):
                pass
            self.assertTrue(eef.shutdown_now(5))
            self.assertFalse(eef.shutdown_now(5))
            self.assertEqual(eef.factory_state(), "stopped")
        self.assertEqual(len(ids), 1)

    def test_bridge_of_another_library_comes_in_a_capsule(self):
        with open("/proc/self/maps", encoding="utf-8") as maps:
            path = next(line.split()[-1] for line in maps if "libeef.so" in line)
        library, address = ctypes.CDLL(path), ctypes.c_void_p()
        self.assertEqual(library.eef_bridge_mem_new(ctypes.byref(address)), 0)
        capsule = ctypes.pythonapi.PyCapsule_New
        capsule.restype, capsule.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
        bridge = eef.Bridge(capsule(address, b"eef_bridge", None))
        factory = eef.configure(bridge)
        with factory.user_execution_scope(eef.UserExecutionContext("ada", "r")) as engine:
            engine.emit_nowait("agent_started", agent="a")
        self.assertEqual(bridge.fileno(), -1)
        self.assertTrue(eef.shutdown_now(5))
        self.assertEqual(library.eef_bridge_free(address), 0)
        with self.assertRaises(ValueError):
            eef.Bridge(capsule(address, b"something_else", None))

    def test_threads_share_it(self):
        factory = eef.configure(eef.AsyncioBridge())
        errors = []

        def work(user):
            try:
                for i in range(200):
                    with factory.user_execution_scope(eef.UserExecutionContext(user, f"r{i}")) as engine:
                        engine.state["user"] = user
                        assert engine.state == {"user": user}
            except BaseException as error:
                errors.append(error)

        threads = [threading.Thread(target=work, args=(f"user-{i}",)) for i in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(errors, [])
        self.assertEqual(factory.get_factory_metrics()["active_engines_count"], 0)


class Forks(unittest.TestCase):
    def test_child_is_refused_until_it_configures(self):
        code, out, err = case.python(START + """
engine = factory.create_for_user_nowait(context("r"))
engine.attach("x", [], lambda: print("closed in", "parent" if os.getpid() == parent else "child"))
parent = os.getpid()
warnings.simplefilter("ignore", DeprecationWarning)  # of forking with threads, which is the point
child = os.fork()
if child == 0:
    for call in (lambda: factory.create_for_user_nowait(context("r2")), lambda: engine.emit_nowait("agent_started", agent="a"),
                 lambda: bridge.bridge.open("ada"), lambda: eef.ExecutionEngineFactory(bridge), factory.metrics_text,
                 engine.touch):
        try:
            call()
        except eef.EEFError as error:
            print(type(error).__name__)
    assert not engine.is_active()
    del engine
    gc.collect()
    again = eef.configure(eef.AsyncioBridge())
    with again.user_execution_scope(context("r")) as mine:
        mine.emit_nowait("agent_started", agent="a")
    print("child works", flush=True)
    sys.exit(0)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert engine.is_active()
factory.cleanup_engine_nowait(engine)
""")
        self.assertEqual((code, err), (0, ""))
        lines = out.splitlines()
        self.assertEqual(lines.count("ForkedError") + lines.count("NotReadyError"), 6)
        self.assertGreaterEqual(lines.count("ForkedError"), 4)
        self.assertIn("child works", lines)
        self.assertEqual([line for line in lines if line.startswith("closed")], ["closed in parent"])

    def test_fork_under_load_leaves_both_sides_well(self):
        code, out, err = case.python(START + """
import threading
warnings.simplefilter("ignore", DeprecationWarning)  # of forking with threads, which is the point
stop = threading.Event()
def work(user):
    i = 0
    while not stop.is_set():
        i += 1
        with factory.user_execution_scope(eef.UserExecutionContext(user, f"r{i}")) as engine:
            engine.emit_nowait("agent_started", agent="a")
        subscription = bridge.bridge.open(user)
        while item := subscription.next():
            subscription.sent(item[0]); subscription.ack(item[0])
        subscription.close()
threads = [threading.Thread(target=work, args=(f"user-{i}",)) for i in range(4)]
for thread in threads: thread.start()
for i in range(8):
    child = os.fork()
    if child == 0:
        try:
            factory.create_for_user_nowait(context("x"))
        except eef.ForkedError:
            os._exit(0)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
stop.set()
for thread in threads: thread.join()
print("well")
""")
        self.assertEqual((code, out, err), (0, "well\n", ""))


class Ends(unittest.TestCase):
    def test_program_ends_with_open_engines_and_connections(self):
        code, out, err = case.python(START + """
async def main():
    global engine, connection
    connection = bridge.connect("ada")
    engine = await factory.create_for_user(context("r"))
    engine.attach("x", [], lambda: print("closed"))
    await engine.emit("agent_started", agent="a")
asyncio.run(main())
""")
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(out, "closed\n")

    def test_program_ends_by_an_exception_or_a_daemon_thread(self):
        code, _, err = case.python(START + """
import threading
def spin():
    i = 0
    while True:
        i += 1
        with factory.user_execution_scope(context(f"r{i}")):
            pass
threading.Thread(target=spin, daemon=True).start()
raise SystemExit(3)
""")
        self.assertEqual(code, 3)
        self.assertNotIn("Fatal", err)

    def test_never_configured_is_fine(self):
        self.assertEqual(case.python("import eef; eef.shutdown_now()"), (0, "", ""))

    def test_loaded_and_dropped_from_sys_modules_is_refused_twice(self):
        code, _, err = case.python("""
import sys, eef
for name in [n for n in sys.modules if n.startswith("eef")]:
    del sys.modules[name]
try:
    import eef
except ImportError as error:
    assert "twice" in str(error)
""")
        self.assertEqual((code, err), (0, ""))

    def test_second_interpreter_is_refused(self):
        code, out, err = case.python("""
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
import eef
try:
    made = interpreters.create("legacy")
except (TypeError, ValueError):
    made = interpreters.create(isolated=False) if sys.version_info < (3, 13) else interpreters.create()
result = interpreters.run_string(made, '''
import sys
sys.path[:] = %r
try:
    import eef
except ImportError as error:
    print("refused")
else:
    print("loaded")
''' % (__import__("sys").path,))
""".replace("import eef\ntry:\n    made", "import eef, sys\ntry:\n    made"))
        self.assertEqual((code, out), (0, "refused\n"), err)


class OldNames(unittest.TestCase):
    def setUp(self):
        self.factory = eef.configure(eef.AsyncioBridge())

    def tearDown(self):
        eef.shutdown_now(5)

    def test_are_the_canonical_objects(self):
        from eef import legacy

        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            self.assertIs(legacy.UnifiedExecutionEngineFactory, eef.ExecutionEngineFactory)
            self.assertIs(legacy.RequestScopedExecutionEngineFactory(), self.factory)
            self.assertIs(legacy.create_execution_engine_factory(), self.factory)
            with legacy.user_execution_engine(eef.UserExecutionContext("ada", "r")) as engine:
                self.assertTrue(engine.is_active())
        self.assertEqual({w.filename for w in caught}, {__file__})
        self.assertGreaterEqual(self.factory.get_factory_metrics()["backwards_compatibility_usage"], 4)
        with self.assertRaises(AttributeError):
            legacy.something_else

    def test_uses_are_written_down_when_the_program_ends(self):
        with tempfile.TemporaryDirectory() as folder:
            log = os.path.join(folder, "uses")
            code, _, err = case.python("""
import warnings, os
warnings.simplefilter("ignore")
import eef
for _ in range(3):
    eef.deprecated("shop.old_engine", "shop.engine")
child = os.fork()
if child == 0:
    raise SystemExit(0)
os.waitpid(child, 0)
""", CANONRY_USES=log)
            self.assertEqual((code, err), (0, ""))
            with open(log, encoding="utf-8") as file:
                uses = [json.loads(line) for line in file]
        self.assertEqual([(u["symbol"], u["replacement"], u["uses"]) for u in uses], [("shop.old_engine", "shop.engine", 3)])
        self.assertLessEqual(uses[0]["first"], uses[0]["last"])


if __name__ == "__main__":
    unittest.main()
