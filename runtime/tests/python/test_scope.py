"""Scopes and engines: closed on every way out, also when tasks are cancelled at any await."""

import asyncio
import contextlib
import gc
import os
import tracemalloc
import unittest
import warnings
import weakref

import case

import eef


async def body(self, user):
    """Every kind of await that the package has, with points between at which a task can be cancelled."""
    async with self.scope(user) as engine:
        await asyncio.sleep(0)
        async with engine.run("helper") as run:
            await asyncio.sleep(0)
            await run.thinking("hm")
            async with run.tool("search", q=1) as tool:
                await asyncio.sleep(0)
                tool.result = 1
            await engine.emit("agent_thinking")
            await engine.drain()
            await asyncio.sleep(0)
        await asyncio.sleep(0)
    engine = await self.factory.create_for_user(self.context(user))
    try:
        await asyncio.sleep(0)
        async with contextlib.AsyncExitStack() as stack:
            inner = await stack.enter_async_context(self.scope(user))
            await asyncio.sleep(0)
            await inner.emit("agent_started", agent="x")
            await asyncio.sleep(0)
    finally:
        await self.factory.cleanup_engine(engine)


class Scopes(case.Case):
    options = {"replay_ttl_ms": 60000}

    def test_closes_at_the_end_in_both_forms(self):
        async def main():
            async with self.scope() as engine:
                self.assertTrue(engine.is_active())
            return engine

        self.assertFalse(case.run(main()).is_active())
        with self.scope() as engine:
            self.assertTrue(engine.is_active())
        self.assertFalse(engine.is_active())

    def test_closes_when_the_block_raises_and_says_so(self):
        async def main():
            async with self.scope() as engine, engine.run("helper"):
                raise KeyError("x")

        with self.assertRaises(KeyError):
            case.run(main())
        last = self.events_of()[-1]
        self.assertEqual((last["type"], last["data"]["status"]), ("agent_completed", "error"))

    def test_cancelled_block_ends_cancelled(self):
        async def main():
            async with self.scope() as engine:
                await engine.emit("agent_started", agent="helper")
                await asyncio.sleep(3600)

        async def cancel():
            task = asyncio.create_task(main())
            await asyncio.sleep(0)
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task

        case.run(cancel())
        self.assertEqual(self.events_of()[-1]["data"]["status"], "cancelled")

    def test_is_entered_once(self):
        scope = self.scope()
        with scope:
            with self.assertRaises(RuntimeError):
                scope.__enter__()
        with self.assertRaises(RuntimeError):
            scope.__enter__()

    def test_failed_create_leaves_the_user_as_before(self):
        """D1: what fails is not registered."""
        context = self.context()
        with self.factory.user_execution_scope(context):
            with self.assertRaises(eef.ContextError) as caught:
                self.factory.create_for_user_nowait(context)
            self.assertEqual(caught.exception.status, "duplicate_run")
            with self.scope():
                with self.assertRaises(eef.LimitError):
                    self.factory.create_for_user_nowait(self.context())
            with self.scope():
                pass

    def test_second_cleanup_does_nothing(self):
        """D3: two cleanups, one engine, counted once."""
        async def main():
            engine = await self.factory.create_for_user(self.context())
            await asyncio.gather(*(self.factory.cleanup_engine(engine) for _ in range(5)))

        case.run(main())
        self.assertEqual(self.metric("total_engines_cleaned"), self.metric("total_engines_created"))

    def test_cleanup_of_a_user_closes_what_python_keeps(self):
        async def main():
            closed = []
            engine = await self.factory.create_for_user(self.context())
            engine.attach("x", [], closed.append.__self__.clear)
            self.assertEqual(await self.factory.cleanup_user("ada"), 1)
            self.assertFalse(engine.is_active())
            self.assertIsNone(engine.get("x"))

        case.run(main())

    def test_is_taken_for_a_coroutine(self):
        async def main():
            engine = await asyncio.create_task(self.factory.create_for_user(self.context()))
            await asyncio.wait_for(self.factory.cleanup_engine(engine), 5)
            one, two = await asyncio.gather(*(self.factory.create_for_user(self.context()) for _ in range(2)))
            await self.factory.cleanup_engine(one)
            await self.factory.cleanup_engine(two)

        case.run(main())

    def test_call_that_is_cancelled_before_it_began_is_not_made(self):
        async def main():
            task = asyncio.create_task(self.factory.create_for_user(self.context()))
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task

        before = self.metric("total_engines_created")
        case.run(main())
        self.assertEqual(self.metric("total_engines_created"), before)

    def test_forgotten_await_is_heard_of(self):
        with self.assertWarnsRegex(RuntimeWarning, "never awaited"):
            self.factory.create_for_user(self.context())
            gc.collect()

    def test_awaited_twice_is_an_error(self):
        async def main():
            call = self.factory.create_for_user(self.context())
            await self.factory.cleanup_engine(await call)
            with self.assertRaises(RuntimeError):
                await call

        case.run(main())

    def test_lost_engine_is_cleaned_and_warned_of(self):
        for make in (lambda: None, lambda: cycle()):
            engine = self.factory.create_for_user_nowait(self.context())

            def cycle(engine=engine):
                engine.state["itself"] = engine

            make()
            del cycle
            with self.assertWarnsRegex(ResourceWarning, "never cleaned up"):
                del engine
                make = None
                gc.collect()
        self.assertEqual(self.metric("eef_scopes_leaked_total"), 2)

    def test_wrong_arguments_are_refused(self):
        for call in (self.factory.user_execution_scope, self.factory.create_for_user, self.factory.create_for_user_nowait,
                     self.factory.cleanup_engine_nowait):
            with self.assertRaises(TypeError):
                call("ada")
        with self.assertRaises(TypeError):
            eef.UserExecutionEngine()


class Cancellation(case.Case):
    options = {"max_engines_per_user": 2}

    def test_thousand_cancellations_at_every_await(self):
        """Driven by hand: the k-th suspension of the body gets the cancellation, for every k there is."""
        points = 0
        while self.cancel_at(points):
            points += 1
        self.assertGreaterEqual(points, 8)
        for i in range(1000 * points if os.environ.get("EEF_TEST_FULL") else 1000):
            self.cancel_at(i % points)
        self.assertBalanced()

    def cancel_at(self, point):
        """Whether the body has such a suspension."""
        coroutine = body(self, "ada")
        try:
            for _ in range(point + 1):
                coroutine.send(None)
        except StopIteration:
            return False
        with self.assertRaises(asyncio.CancelledError):
            coroutine.throw(asyncio.CancelledError())
        self.assertEqual(self.metric("active_engines_count"), 0)
        self.events_of()
        return True

    def test_thousand_tasks_cancelled_in_a_loop(self):
        async def cancel(turns, user):
            task = asyncio.create_task(body(self, user))
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

        async def main():
            for start in range(0, 1000, 50):
                await asyncio.gather(*(cancel(i % 12, f"user-{i}") for i in range(start, start + 50)))

        case.run(main())
        self.assertBalanced()

    def test_timeouts_leak_nothing(self):
        async def main():
            for _ in range(100):
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(body(self, "ada"), 0)

        case.run(main())
        self.assertBalanced()


class SyncedAudit(case.Case):
    """Records reach the disk before a create returns: a thread waits, and a cancelled task still leaks nothing."""

    def setUp(self):
        import tempfile

        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.options = {"audit_dir": folder.name, "audit_sync": "sync"}
        super().setUp()

    def test_scopes_work(self):
        async def main():
            await body(self, "ada")
            with self.scope():
                pass

        case.run(main())

    def test_cancelled_creates_are_undone(self):
        async def cancel(turns, user):
            task = asyncio.create_task(body(self, user))
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

        async def main():
            await asyncio.gather(*(cancel(i % 6, f"user-{i}") for i in range(40)))
            await asyncio.get_running_loop().shutdown_default_executor()
            await asyncio.sleep(0)

        case.run(main())
        self.assertBalanced()


class Attachments(case.Case):
    def test_close_comes_last_first_and_once(self):
        closed = []
        with self.scope() as engine:
            for name in "abc":
                self.assertIsNotNone(engine.attach(name, object(), lambda name=name: closed.append(name)))
            self.assertIsNotNone(engine.get("b"))
            self.assertIsNone(engine.get("z"))
            self.assertEqual(engine.get("z", 7), 7)
        self.assertEqual(closed, ["c", "b", "a"])
        self.factory.cleanup_engine_nowait(engine)
        self.assertEqual(closed, ["c", "b", "a"])

    def test_object_of_another_user_is_refused(self):
        """D17: a shared object is seen while it is shared, and only then."""
        shared = {"secret": 1}
        with self.scope("ada") as ada, self.scope("bob") as bob:
            ada.attach("cache", shared)
            with self.assertRaises(eef.IsolationError) as caught:
                bob.attach("cache", shared)
            self.assertEqual(caught.exception.status, "foreign")
            self.assertIsNone(bob.get("cache"))
            with self.scope("ada") as other:
                other.attach("cache", shared)
        with self.scope("bob") as bob:
            bob.attach("cache", shared)

    def test_what_holds_no_state_may_be_shared(self):
        with self.scope("ada") as ada, self.scope("bob") as bob:
            for i, value in enumerate((None, "text", 7, 1.5, b"x", dict, asyncio, len)):
                ada.attach(str(i), value)
                bob.attach(str(i), value)

    def test_reused_addresses_raise_no_false_alarm(self):
        for i in range(2000):
            with self.scope(f"user-{i % 2}") as engine:
                engine.attach("x", [i])

    def test_same_name_twice_and_too_many_are_refused(self):
        with self.scope() as engine:
            engine.attach("x", [])
            with self.assertRaises(KeyError):
                engine.attach("x", [])
            for i in range(63):
                engine.attach(str(i), [])
            with self.assertRaises(eef.LimitError):
                engine.attach("more", [])
            with self.assertRaises(TypeError):
                engine.attach("y", [], close=3)

    def test_failing_close_is_reported_and_the_rest_goes_on(self):
        closed = []
        reported = []
        import sys

        before, sys.unraisablehook = sys.unraisablehook, reported.append
        try:
            with self.scope() as engine:
                engine.attach("a", [], lambda: closed.append("a"))
                engine.attach("b", [], lambda: 1 / 0)
        finally:
            sys.unraisablehook = before
        self.assertEqual(closed, ["a"])
        self.assertEqual([type(x.exc_value) for x in reported], [ZeroDivisionError])

    def test_state_goes_with_the_engine(self):
        class Thing:
            pass

        with self.scope() as engine:
            thing = Thing()
            ref = weakref.ref(thing)
            engine.state["thing"] = thing
            engine.attach("thing", thing)
            del thing
            gc.collect()
            self.assertIsNotNone(ref())
        self.assertIsNone(ref())
        with self.assertRaises(eef.StaleEngineError):
            engine.state
        with self.assertRaises(eef.StaleEngineError):
            engine.attach("x", [])

    def test_closing_from_within_a_close_is_harmless(self):
        with self.scope() as engine:
            engine.attach("x", [], lambda: self.factory.cleanup_engine_nowait(engine))


class Leaks(case.Case):
    def test_nothing_grows(self):
        async def work(times):
            for i in range(times):
                async with self.scope("ada") as engine:
                    engine.state["k"] = [i]
                    engine.attach("x", {"i": i})
                    async with engine.run("helper", text="x" * 50) as run:
                        await run.thinking("hm", n=i)
                        async with run.tool("t"):
                            pass
                    repr(engine), engine.engine_id, engine.context
                with contextlib.suppress(eef.EEFError):
                    eef.UserExecutionContext("default", "r")
                with contextlib.suppress(TypeError):
                    eef.UserExecutionContext("ada", "r", thread_id=1)
                with contextlib.suppress(eef.EEFError):
                    await engine.emit("agent_thinking", x=1)
                self.context(a=[i]).child("x", b=2).metadata
                self.events_of()
            self.factory.get_factory_metrics()

        async def measure():
            """How much each of some windows has added."""
            sizes = []
            await work(50)
            gc.collect()
            tracemalloc.start()
            for _ in range(6):
                await work(rounds)
                gc.collect()
                sizes.append(tracemalloc.get_traced_memory()[0])
            tracemalloc.stop()
            return [after - before for before, after in zip(sizes, sizes[1:])]

        # What leaks leaks in every window, and no object is smaller than this; what Python keeps for later comes and goes.
        rounds, smallest = 300, 16
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.assertLess(min(case.run(measure())), rounds * smallest)

    def test_references_of_arguments_are_given_back(self):
        import sys

        user, run, value = "u" * 40, "r" * 40, ["v"]
        with self.scope() as engine:
            engine.emit_nowait("agent_started", agent=user)
            counts = [sys.getrefcount(x) for x in (user, run, value)]
            for _ in range(50):
                eef.UserExecutionContext(user, run, value=value)
                engine.emit_nowait("agent_thinking", agent=user, value=value)
                with contextlib.suppress(eef.EEFError):
                    engine.emit_nowait("agent_thinking", agent=user, value={1, 2})
                with contextlib.suppress(eef.EEFError):
                    eef.UserExecutionContext(user, "none", value=value)
            self.assertEqual([sys.getrefcount(x) for x in (user, run, value)], counts)


if __name__ == "__main__":
    unittest.main()
