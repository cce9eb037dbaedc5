"""Events: their order, their data, what is refused, and how they reach clients by asyncio."""

import asyncio
import contextlib
import json
import unittest

import case

import eef

FIVE = ["agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_completed"]


async def five(engine):
    async with engine.run("helper") as run:
        await run.thinking("hm")
        async with run.tool("search", q="x") as tool:
            tool.result = {"found": 1}


class Events(case.Case):
    def test_run_says_the_five_in_order(self):
        async def main():
            async with self.scope() as engine:
                await five(engine)

        case.run(main())
        events = self.events_of()
        self.assertEqual([e["type"] for e in events], FIVE)
        self.assertEqual([e["seq"] for e in events], [1, 2, 3, 4, 5])
        self.assertEqual(events[2]["data"], {"args": {"q": "x"}})
        self.assertEqual(events[3]["data"], {"status": "ok", "result": {"found": 1}})
        self.assertEqual(events[4]["data"], {"status": "ok"})
        for event in events:
            del event["epoch"]  # whose digits may say it
        self.assertNotIn("ada", json.dumps(events))

    def test_failing_tool_is_completed_with_its_error(self):
        with self.assertRaises(ZeroDivisionError), self.scope() as engine, engine.run("helper") as run, run.tool("t"):
            1 / 0
        events = self.events_of()
        self.assertEqual(events[-2]["data"], {"status": "error", "error": "ZeroDivisionError"})
        self.assertEqual(events[-1]["data"]["status"], "error")

    def test_result_is_said_at_the_end(self):
        with self.scope() as engine, engine.run("helper") as run:
            run.complete(answer=42)
        self.assertEqual(self.events_of()[-1]["data"], {"status": "ok", "answer": 42})

    def test_emit_gives_the_number_in_the_run(self):
        async def main():
            async with self.scope() as engine:
                self.assertEqual(await engine.emit("agent_started", agent="a"), 1)
                self.assertEqual(await engine.emit("agent_thinking", text="é", list=[1, None, True]), 2)
                self.assertFalse(engine.delivered(2))

        case.run(main())
        self.assertEqual(self.events_of()[1]["data"], {"text": "é", "list": [1, None, True]})

    def test_what_is_no_event_is_refused_and_the_run_goes_on(self):
        with self.scope() as engine:
            with self.assertRaises(eef.OrderError):
                engine.emit_nowait("agent_thinking")
            engine.emit_nowait("agent_started", agent="a")
            wrong = [(eef.OrderError, "agent_started", {"agent": "a"}), (eef.OrderError, "tool_completed", {"call_id": "x"}),
                     (eef.EventError, "agent_dancing", {}), (eef.EventError, "tool_executing", {"tool": "t"}),
                     (eef.EventError, "agent_thinking", {"x": {1}}), (eef.EventError, "agent_thinking", {"x": "y" * 70000}),
                     (TypeError, "agent_thinking", {"agent": 3})]
            for error, kind, data in wrong:
                with self.assertRaises(error, msg=kind):
                    engine.emit_nowait(kind, **data)
            for args in [(), ("agent_thinking", "x")]:
                with self.assertRaises(TypeError):
                    engine.emit_nowait(*args)
            self.assertEqual(engine.emit_nowait("agent_thinking"), 2)
        with self.assertRaises(eef.StaleEngineError):
            engine.emit_nowait("agent_thinking")

    def test_unfinished_run_gets_its_end(self):
        """D13: no client waits for ever."""
        with self.scope() as engine:
            engine.emit_nowait("agent_started", agent="a")
            engine.emit_nowait("tool_executing", tool="t", call_id="c")
        events = self.events_of()
        self.assertEqual([e["type"] for e in events], ["agent_started", "tool_executing", "tool_completed", "agent_completed"])
        self.assertEqual(events[2]["data"]["status"], "aborted")

    def test_metrics_hold_no_ids(self):
        """D10"""
        with self.scope("user-with-a-name") as engine:
            engine.emit_nowait("agent_started", agent="a")
            text = self.factory.metrics_text() + json.dumps(self.factory.get_factory_metrics())
            self.assertNotIn("user-with-a-name", text)
            self.assertEqual(self.metric("active_engine_keys"), [engine.engine_id])
        self.assertIn("# TYPE eef_engines_created_total counter", text)

    def test_audit_of_the_application(self):
        with self.scope() as engine:
            engine.audit("export", "denied", rows=3)


class FullOutbox(case.Case):
    options = {"outbox_events": 16, "outbox_bytes": 65536}

    def test_full_outbox_says_so_and_drain_waits(self):
        async def fill(engine):
            await engine.emit("agent_started", agent="a")
            with self.assertRaises(eef.BackpressureError):
                while True:
                    await engine.emit("agent_thinking")

        async def main():
            async with self.scope() as engine:
                await fill(engine)
                with self.assertRaises(TimeoutError):
                    await engine.drain(timeout=0.01)
                waiting = asyncio.create_task(engine.drain())
                await asyncio.sleep(0)
                self.assertFalse(waiting.done())
                self.events_of()
                await waiting
                await engine.emit("agent_thinking")

        case.run(main())

    def test_drain_waits_until_what_was_refused_has_room(self):
        async def main():
            async with self.scope() as engine:
                await engine.emit("agent_started", agent="a")
                for i in range(200):
                    while True:
                        try:
                            await engine.emit("agent_thinking", text="x" * (i * 397 % 30000))
                            break
                        except eef.BackpressureError:
                            draining = asyncio.create_task(engine.drain())
                            await asyncio.sleep(0)
                            self.events_of()
                            await draining

        case.run(main())

    def test_what_never_fits_is_too_big(self):
        with self.scope() as engine:
            engine.emit_nowait("agent_started", agent="a")
            with self.assertRaises(eef.EventError) as caught:
                engine.emit_nowait("agent_thinking", text="x" * 65500)
            self.assertEqual(caught.exception.status, "too_big")

    def test_drain_of_a_closed_engine_ends(self):
        async def main():
            with self.scope() as engine:
                pass
            with self.assertRaises(eef.StaleEngineError):
                await engine.drain()

        case.run(main())


class Connections(case.Case):
    def test_client_hears_hello_and_all_in_order(self):
        async def client(got):
            async with self.bridge.connect("ada") as connection:
                got.append(json.loads(connection.hello))
                async for text in connection:
                    got.append(json.loads(text))
                    connection.message(json.dumps({"op": "ack", "offset": connection.offset}))
                    if got[-1]["type"] == "agent_completed":
                        return

        async def main():
            got = []
            task = asyncio.create_task(client(got))
            await asyncio.sleep(0)
            async with self.scope() as engine:
                await five(engine)
            await task
            return got

        got = case.run(main())
        self.assertEqual([e["type"] for e in got], ["hello", *FIVE])
        self.assertEqual(self.events_of(), [])

    def test_no_user_hears_of_another(self):
        async def client(user, count):
            got = []
            async with self.bridge.connect(user) as connection:
                while len(got) < count:
                    got.append(json.loads(await anext(connection)))
                    connection.ack()
            return got

        async def work(user):
            for _ in range(5):
                async with self.scope(user) as engine, engine.run(user) as run:
                    for _ in range(3):
                        await run.thinking(user)
                        await asyncio.sleep(0)

        async def main():
            users = [f"user-{i}" for i in range(30)]
            clients = [asyncio.create_task(client(user, 25)) for user in users]
            await asyncio.gather(*map(work, users))
            for user, got in zip(users, await asyncio.gather(*clients)):
                self.assertEqual({e["agent"] for e in got}, {user})
                self.assertEqual([e["offset"] for e in got], list(range(1, 26)))

        case.run(main())

    def test_events_wait_for_a_client_that_comes_late_and_resumes(self):
        async def main():
            async with self.scope() as engine:
                await five(engine)
            async with self.bridge.connect("ada") as connection:
                epoch = json.loads(connection.hello)["epoch"]
                first = [json.loads(await anext(connection)) for _ in range(2)]
            async with self.bridge.connect("ada", epoch=epoch, after=2) as connection:
                self.assertTrue(json.loads(connection.hello)["recovered"])
                rest = [json.loads(await anext(connection)) for _ in range(3)]
            self.assertEqual([e["offset"] for e in first + rest], [1, 2, 3, 4, 5])
            async with self.bridge.connect("ada", epoch="0" * 16, after=2) as connection:
                self.assertFalse(json.loads(connection.hello)["recovered"])

        case.run(main())

    def test_shutdown_ends_runs_flushes_and_closes_with_1012(self):
        async def client(got):
            async with self.bridge.connect("ada") as connection:
                async for text in connection:
                    got.append(json.loads(text))
                return connection.close_code

        async def main():
            got = []
            task = asyncio.create_task(client(got))
            await asyncio.sleep(0)
            engine = await self.factory.create_for_user(self.context())
            await engine.emit("agent_started", agent="a")
            await self.factory.shutdown(5)
            self.assertEqual(await task, 1012)
            self.assertEqual(got[-1]["data"], {"status": "cancelled", "reason": "shutdown"})
            self.assertFalse(engine.is_active())
            with self.assertRaises(eef.EEFError):
                self.bridge.connect("ada")
            with self.assertRaises(eef.ShutdownError):
                await self.factory.create_for_user(self.context())
            await self.factory.shutdown()

        case.run(main())

    def test_slow_client_is_closed_with_1013_and_loses_nothing(self):
        async def main():
            stuck = asyncio.Event()
            async with self.scope() as engine:
                await five(engine)
            connection = self.bridge.connect("ada", stall=0.001, on_slow=lambda x: stuck.set())
            await anext(connection)
            await stuck.wait()
            self.assertEqual(connection.close_code, 1013)
            with self.assertRaises(StopAsyncIteration):
                await anext(connection)

        case.run(main())
        self.assertEqual(self.types_of(), FIVE)

    def test_closing_wakes_who_waits(self):
        async def main():
            connection = self.bridge.connect("ada")
            task = asyncio.create_task(anext(connection))
            await asyncio.sleep(0)
            connection.close(4401)
            with self.assertRaises(StopAsyncIteration):
                await task
            connection.close()
            connection.ack()
            self.assertEqual(connection.close_code, 4401)

        case.run(main())

    def test_second_reader_of_a_connection_is_refused(self):
        async def main():
            async with self.bridge.connect("ada") as connection:
                first = asyncio.create_task(anext(connection))
                await asyncio.sleep(0)
                with self.assertRaises(RuntimeError):
                    await anext(connection)
                connection.close()
                with self.assertRaises(StopAsyncIteration):
                    await first

        case.run(main())

    def test_cancelled_wait_leaves_the_connection_usable(self):
        async def main():
            async with self.bridge.connect("ada") as connection:
                for _ in range(1000):
                    task = asyncio.create_task(anext(connection))
                    await asyncio.sleep(0)
                    task.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await task
                async with self.scope() as engine:
                    await five(engine)
                self.assertEqual(json.loads(await anext(connection))["seq"], 1)

        case.run(main())

    def test_foreign_messages_are_refused(self):
        async def main():
            async with self.bridge.connect("ada") as connection:
                for text in ("", "{", "[]", '{"op":"emit","type":"agent_started"}', '{"op":"ack"}', "x" * 5000):
                    with self.assertRaises(eef.EEFError, msg=text):
                        connection.message(text)

        case.run(main())

    def test_each_loop_may_take_the_bridge_after_the_other(self):
        async def main():
            async with self.bridge.connect("ada") as connection:
                async with self.scope() as engine:
                    await five(engine)
                for _ in range(5):
                    await anext(connection)
                    connection.ack()

        for _ in range(3):
            case.run(main())


class HostBridges(unittest.TestCase):
    """A bridge that the application has already: is_ready() and async send(user_id, text)."""

    class Host:
        def __init__(self, failures=0):
            self.ready = True
            self.failures = failures
            self.sent = []
            self.news = asyncio.Event()

        def is_ready(self):
            return self.ready

        async def send(self, user_id, text):
            if self.failures:
                self.failures -= 1
                raise OSError("broken pipe")
            self.sent.append((user_id, json.loads(text)))
            self.news.set()

    def serve(self, host, users, count):
        async def main():
            factory = await eef.configure_execution_engine_factory(host)
            from eef import _aio

            _aio._bridges[id(host)][1]._retry = 0
            self.assertIs(await eef.configure_execution_engine_factory(host), factory)
            self.assertIs(eef.ExecutionEngineFactory(host), factory)
            with self.assertRaises(eef.ConfigError):
                eef.ExecutionEngineFactory(self.Host())
            for i, user in enumerate(users):
                async with factory.user_execution_scope(eef.UserExecutionContext(user, f"run-{i}")) as engine:
                    await five(engine)
            while len(host.sent) < count:
                host.news.clear()
                await host.news.wait()
            await factory.shutdown(5)

        try:
            case.run(main())
        finally:
            eef.shutdown_now(1)

    def test_gets_each_users_events_in_order(self):
        async def make():
            return self.Host()

        host = asyncio.run(make())
        users = [f"user-{i}" for i in range(10)]
        self.serve(host, users, 50)
        for user in users:
            self.assertEqual([e["type"] for who, e in host.sent if who == user], FIVE)

    def test_failing_send_is_tried_again_and_nothing_is_lost_or_doubled(self):
        """D14, D19: the run knows nothing of it, and the order stays."""
        async def make():
            return self.Host(failures=3)

        host = asyncio.run(make())
        with self.assertLogs("eef.bridge", "ERROR"):
            self.serve(host, ["ada"], 5)
        self.assertEqual([e["offset"] for _, e in host.sent], [1, 2, 3, 4, 5])

    def test_one_that_is_not_ready_or_none_is_refused(self):
        """D6: nothing is configured with half a bridge."""
        async def main():
            host = self.Host()
            host.ready = False
            with self.assertRaises(eef.NotReadyError):
                await eef.configure_execution_engine_factory(host)
            with self.assertRaises(eef.ConfigError):
                await eef.configure_execution_engine_factory(None)
            with self.assertRaises(TypeError):
                await eef.configure_execution_engine_factory(object())
            self.assertNotEqual(eef.factory_state(), "ready")

        case.run(main())


if __name__ == "__main__":
    unittest.main()
