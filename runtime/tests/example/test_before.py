"""The fragmented service does what it is accused of: each defect by itself, and without counting on time."""

import asyncio
import contextlib
import gc
import pathlib
import sys
import time
import unittest
from unittest import mock

from client import Client, Closed, Server

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "example" / "before"
FIVE = ["agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_completed"]

sys.path.insert(0, str(FOLDER))
sys.dont_write_bytecode = True


def run(coroutine):
    return asyncio.run(asyncio.wait_for(coroutine, 120))


class Streams(unittest.TestCase):
    """What people see who use it."""

    def test_it_works_on_a_fine_day(self):
        async def main():
            async with Server(FOLDER) as server:
                ada = await Client("ada").login(server.port)
                ada.ask("r1", "calculate 2 + 3")
                await ada.until("agent_completed")
                self.assertEqual(ada.types("r1"), FIVE)
                self.assertEqual(ada.events[-1]["data"]["answer"], 5)

        run(main())

    def test_one_users_answer_goes_to_another(self):
        """Routed by session: who came last under the same name gets everything."""
        async def main():
            async with Server(FOLDER) as server:
                ada = await Client("ada", session="tab-1").login(server.port)
                ada.ask("r1", "wait gate")
                bob = await Client("bob", session="tab-1").login(server.port)
                bob.say("open", gate="gate")
                self.assertEqual(await ada.settled(), [e for e in ada.events])
                await bob.settled()
                self.assertNotIn("agent_completed", ada.types("r1"))
                self.assertIn("agent_completed", bob.types("r1"))

        run(main())

    def test_one_users_memory_is_read_by_another(self):
        async def main():
            async with Server(FOLDER) as server:
                ada = await Client("ada", session="tab-1").login(server.port)
                ada.ask("r1", "remember my pin is 4711")
                await ada.until("agent_completed")
                await ada.leave()
                bob = await Client("bob", session="tab-1").login(server.port)
                bob.ask("r2", "recall")
                await bob.until("agent_completed")
                self.assertEqual(bob.events[-1]["data"]["answer"], "my pin is 4711")

        run(main())

    def test_d13_failed_run_leaves_the_client_waiting(self):
        async def main():
            async with Server(FOLDER) as server:
                ada = await Client("ada").login(server.port)
                ada.ask("r1", "calculate 1 / 0")
                await ada.settled()
                self.assertEqual(ada.types("r1"), ["agent_started", "agent_thinking", "tool_executing", "engine_closed"])

        run(main())

    def test_d14_answer_is_lost_with_the_connection(self):
        async def main():
            async with Server(FOLDER) as server:
                ada = await Client("ada", session="a").login(server.port)
                helper = await Client("eve", session="e").login(server.port)
                ada.ask("r1", "wait gate")
                while ada.types("r1")[-1:] != ["tool_executing"]:
                    await ada.receive()
                await ada.leave()
                helper.say("open", gate="gate")
                helper.ask("r2", "hello")
                await helper.until("agent_completed")
                again = await Client("ada", session="b").login(server.port)
                self.assertEqual(await again.settled(), [])

        run(main())

    def test_d16_nobody_in_particular_is_served(self):
        """Without a log-in the session's name becomes a user."""
        async def main():
            async with Server(FOLDER) as server:
                nobody = await Client("nobody").connect(server.port)
                nobody.ask("r1", "hello")
                await nobody.until("agent_completed")
                self.assertEqual(nobody.events[-1]["data"]["answer"], "main said hello")

        run(main())

    def test_1011_while_it_starts(self):
        async def main():
            async with Server(FOLDER, "--hold-start") as server:
                with self.assertRaises(Closed) as caught:
                    await Client("ada").login(server.port)
                self.assertEqual(caught.exception.code, 1011)

        run(main())

    def test_1011_for_what_it_does_not_know(self):
        async def main():
            async with Server(FOLDER) as server:
                ada = await Client("ada").login(server.port)
                ada.say("dance")
                self.assertEqual(await ada.close_code(), 1011)

        run(main())

    def test_restart_ends_runs_without_a_word(self):
        async def main():
            async with Server(FOLDER) as server:
                ada = await Client("ada").login(server.port)
                ada.ask("r1", "wait gate")
                while ada.types("r1")[-1:] != ["tool_executing"]:
                    await ada.receive()
                await server.stop()
                self.assertNotEqual(await ada.close_code(), 1012)
                self.assertNotIn("agent_completed", ada.types("r1"))

        run(main())


class Defects(unittest.IsolatedAsyncioTestCase):
    """What the factory, the engine and the bridge do, one at a time."""

    def setUp(self):
        from chat.bridge import AgentBridge
        from chat.core import manager
        from chat.core.engine_factory import ExecutionEngineFactory

        manager._factory = None
        self.manager = manager
        self.bridge = AgentBridge()
        self.factory = ExecutionEngineFactory(self.bridge)

    def context(self, user="ada", run="r"):
        from chat.context import UserExecutionContext

        return UserExecutionContext(user, "main", run)

    def metric(self, name):
        return self.factory.get_factory_metrics()[name]

    async def test_d1_refused_request_stays_registered_and_locks_its_user_out(self):
        for i in range(2):
            with self.assertRaises(ValueError):
                await self.factory.create_for_user(self.context("default_user", f"r{i}"))
        self.assertEqual(self.metric("active_engines_count"), 2)
        with self.assertRaisesRegex(RuntimeError, "2/2"):
            await self.factory.create_for_user(self.context("default_user"))

    async def test_d2_two_in_one_millisecond_are_one(self):
        with mock.patch("time.time", return_value=1.0):
            await self.factory.create_for_user(self.context())
            await self.factory.create_for_user(self.context())
        self.assertEqual((self.metric("total_engines_created"), self.metric("active_engines_count")), (2, 1))

    async def test_d3_two_cleanups_count_twice(self):
        engine = await self.factory.create_for_user(self.context())
        await asyncio.gather(self.factory.cleanup_engine(engine), self.factory.cleanup_engine(engine))
        self.assertEqual((self.metric("total_engines_created"), self.metric("total_engines_cleaned")), (1, 2))

    async def test_d4_shutdown_calls_clean_what_failed(self):
        engine = await self.factory.create_for_user(self.context())
        engine.cleanup = mock.AsyncMock(side_effect=OSError)
        with self.assertLogs(level="ERROR"):
            await self.factory.shutdown()
        self.assertEqual((self.metric("total_engines_cleaned"), self.metric("cleanup_errors")), (1, 0))
        self.assertTrue(engine.active)

    async def test_d5_factory_that_was_shut_down_goes_on(self):
        await self.factory.shutdown()
        self.assertTrue((await self.factory.create_for_user(self.context())).active)

    async def test_d6_configured_with_nothing_and_twice(self):
        first = self.manager.configure(None)
        second = self.manager.configure(self.bridge)
        self.assertIsNot(first, second)
        self.assertIs(self.manager.get_engine_factory(), second)

    async def test_d7_uniqueness_is_claimed_of_two(self):
        from chat.core.engine_factory import ExecutionEngineFactory

        other = ExecutionEngineFactory(self.bridge)
        self.assertTrue(self.factory.validate_uniqueness() and other.validate_uniqueness())

    async def test_d8_and_d20_busy_engine_is_reaped_by_age_and_by_the_wall_clock(self):
        engine = await self.factory.create_for_user(self.context())
        engine.active_runs.append("r")
        with mock.patch("time.time", return_value=time.time() + 301):
            await self.factory.sweep()
        self.assertFalse(engine.active)
        self.assertEqual([event["type"] for _, event in self.bridge.event_history], ["engine_closed"])

    async def test_d9_create_looks_at_every_engine_there_is(self):
        class Name(str):
            looks = 0

            def __eq__(self, other):
                Name.looks += 1
                return str.__eq__(self, other)

            __hash__ = str.__hash__

        for i in range(100):
            await self.factory.create_for_user(self.context(Name(f"user-{i}")))
        Name.looks = 0
        await self.factory.create_for_user(self.context("another"))
        self.assertGreaterEqual(Name.looks, 100)

    async def test_d10_metrics_name_users(self):
        await self.factory.create_for_user(self.context("ada"))
        self.assertIn("ada", str(self.factory.get_factory_metrics()))

    async def test_d11_engine_is_active_while_it_is_cleaned(self):
        seen = []
        engine = await self.factory.create_for_user(self.context())
        self.bridge.send = mock.AsyncMock(side_effect=lambda *_: seen.append(engine.active))
        await self.factory.cleanup_engine(engine)
        self.assertEqual(seen, [True])

    async def test_d12_cancelled_run_stays_in_the_list(self):
        from chat import agent

        engine = await self.factory.create_for_user(self.context())
        task = asyncio.create_task(agent.answer(engine, "wait forever"))
        while len(engine.history) < 3:
            await asyncio.sleep(0)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        self.assertEqual(engine.active_runs, ["r"])

    async def test_d15_and_d18_bridge_and_engine_remember_every_event(self):
        engine = await self.factory.create_for_user(self.context())
        self.bridge.register("main", mock.AsyncMock())
        for _ in range(1000):
            await engine.emit("agent_thinking", text="secret")
        self.assertEqual((len(self.bridge.event_history), len(engine.history)), (1000, 1000))
        await self.factory.cleanup_engine(engine)
        self.assertIn("secret", str(self.bridge.event_history))

    async def test_d17_isolation_check_knows_contexts_by_their_address(self):
        from chat.context import is_isolated

        gc.disable()
        try:
            answers = [is_isolated(self.context(run=f"r{i}")) for i in range(100)]
        finally:
            gc.enable()
        self.assertIn(False, answers)

    async def test_d19_run_waits_while_the_bridge_tries_again(self):
        websocket = mock.AsyncMock()
        websocket.send.side_effect = OSError
        self.bridge.register("main", websocket)
        engine = await self.factory.create_for_user(self.context())
        with self.assertLogs(level="WARNING"):
            self.assertFalse(await engine.emit("agent_thinking"))
        self.assertEqual(websocket.send.call_count, 3)

    async def test_bridge_is_initialised_twice_and_forgets_who_is_there(self):
        await self.bridge.initialize()
        self.bridge.register("main", object())
        await self.bridge.initialize()
        self.assertEqual((self.bridge.initialized, self.bridge.connections), (2, {}))

    async def test_error_fallback_is_the_factory_that_runs(self):
        from chat import handlers
        from chat.core.engine_factory import ExecutionEngineFactory

        self.assertIsNot(handlers.ExecutionEngineFactory, ExecutionEngineFactory)
        self.assertFalse(hasattr(handlers.ExecutionEngineFactory, "cleanup_engine"))

    async def test_three_factories_limit_nobody_together(self):
        from chat.core.request_factory import RequestScopedExecutionEngineFactory

        factories = [self.factory, RequestScopedExecutionEngineFactory(self.bridge), self.manager.configure(self.bridge)]
        for factory in factories:
            for i in range(2):
                await factory.create_for_user(self.context(run=f"r{i}"))
        self.assertEqual(sum(f.get_factory_metrics()["active_engines_count"] for f in factories), 6)


if __name__ == "__main__":
    unittest.main()
