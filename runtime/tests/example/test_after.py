"""The same service, migrated: what was lost, mixed up and cut off before is not any more; the golden path of the project."""

import asyncio
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import after
from client import Client, Closed, Refused, Server

CANONRY = os.path.abspath(os.environ.get("CANONRY", "build/cli/canonry"))
PACKAGE = os.path.abspath(os.environ.get("EEF", "build/runtime/python"))
USERS = 200
FIVE = ["agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_completed"]

folder = None
scratch = None


def setUpModule():
    global folder, scratch
    scratch = tempfile.TemporaryDirectory()
    folder = pathlib.Path(scratch.name) / "after"
    after.make(CANONRY, folder)


def tearDownModule():
    scratch.cleanup()


def server(*options, **environment):
    return Server(folder, *options, path=PACKAGE, **environment)


def run(coroutine):
    return asyncio.run(asyncio.wait_for(coroutine, 240))


class Migrated(unittest.TestCase):
    def test_audit_finds_one_canonical_factory_and_nothing_else(self):
        done = subprocess.run([CANONRY, "audit", "--no-cache", "--format", "json", folder], capture_output=True, text=True, check=False)
        summary = json.loads(done.stdout)["summary"]
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual((summary["families"], summary["classes"]["canonical"], summary["members"]), (1, 1, 1))
        self.assertEqual(summary["findings"]["total"], 0)

    def test_migration_finds_nothing_more_to_do(self):
        done = subprocess.run([CANONRY, "migrate", "--no-cache", "--unsafe", folder], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_old_name_is_the_canonical_object_and_its_use_is_written_down(self):
        uses = folder.parent / "uses"
        code = ("import chat.core.request_factory as old, eef\n"
                "assert old.RequestScopedExecutionEngineFactory is eef.ExecutionEngineFactory\n")
        subprocess.run(["python3", "-W", "ignore", "-c", code], check=True, cwd=folder,
                       env={**os.environ, "PYTHONPATH": f"{folder}:{PACKAGE}", "CANONRY_USES": str(uses)})
        use = json.loads(uses.read_text(encoding="utf-8"))
        self.assertEqual((use["module"], use["name"], use["uses"]),
                         ("chat.core.request_factory", "RequestScopedExecutionEngineFactory", 1))


class Streams(unittest.TestCase):
    def test_five_events_in_order(self):
        async def main():
            async with server() as service:
                ada = await Client("ada").login(service.port)
                ada.ask("r1", "calculate 2 + 3")
                await ada.until("agent_completed")
                self.assertEqual(ada.types("r1"), FIVE)
                self.assertEqual([e["seq"] for e in ada.events], [1, 2, 3, 4, 5])
                self.assertEqual(ada.events[-1]["data"]["answer"], 5)

        run(main())

    def test_sessions_of_one_name_keep_their_users_apart(self):
        async def main():
            async with server() as service:
                ada = await Client("ada", session="tab-1").login(service.port)
                ada.ask("r1", "wait gate")
                bob = await Client("bob", session="tab-1").login(service.port)
                bob.say("open", gate="gate")
                await ada.until("agent_completed")
                self.assertEqual(ada.types("r1"), FIVE)
                ada.ask("r2", "remember my pin is 4711")
                await ada.until("agent_completed", "r2")
                bob.ask("r3", "recall")
                await bob.until("agent_completed")
                self.assertEqual({e["run_id"] for e in bob.events}, {"r3"})
                self.assertEqual(bob.events[-1]["data"]["answer"], "nothing")

        run(main())

    def test_d13_failed_run_says_so(self):
        async def main():
            async with server() as service:
                ada = await Client("ada").login(service.port)
                ada.ask("r1", "calculate 1 / 0")
                await ada.until("agent_completed")
                self.assertEqual(ada.types("r1"), FIVE)
                self.assertEqual([e["data"]["status"] for e in ada.events[-2:]], ["aborted", "error"])

        run(main())

    def test_d14_answer_waits_for_who_comes_back(self):
        async def main():
            async with server() as service:
                ada = await Client("ada", session="a").login(service.port)
                eve = await Client("eve", session="e").login(service.port)
                ada.ask("r1", "wait gate")
                await ada.until("tool_executing")
                ada.kill()
                eve.say("open", gate="gate")
                eve.ask("r2", "hello")
                await eve.until("agent_completed")
                await ada.login(service.port)
                await ada.until("agent_completed")
                self.assertEqual(ada.types("r1"), FIVE)
                self.assertTrue(ada.hellos[-1]["recovered"])

        run(main())

    def test_d16_nobody_is_not_served(self):
        async def main():
            async with server() as service:
                for op in ("ask", "preview", "metrics", "open", "settle", "ack"):
                    nobody = await Client("nobody").connect(service.port)
                    nobody.say(op, run="r1", text="hello", gate="x", offset=1)
                    self.assertEqual(await nobody.close_code(), 4401)
                wrong = await Client("ada").connect(service.port)
                wrong.say("login", user="ada", password="guessed")
                self.assertEqual(await wrong.close_code(), 4401)

        run(main())

    def test_503_while_it_starts(self):
        async def main():
            async with server("--hold-start") as service:
                with self.assertRaises(Refused) as caught:
                    await Client("ada").login(service.port)
                self.assertEqual((caught.exception.status, caught.exception.headers["retry-after"]), (503, "1"))
                await service.start()
                ada = await Client("ada").login(service.port)
                ada.ask("r1", "hello")
                await ada.until("agent_completed")

        run(main())

    def test_what_it_does_not_know_is_no_1011(self):
        async def main():
            async with server() as service:
                for text in ({"op": "dance"}, {"op": "login"}, {"op": "ask"}, {"op": "ack", "offset": "x"}):
                    ada = await Client("ada").login(service.port)
                    ada.say(**text)
                    self.assertIn(await ada.close_code(), (1002, 1007))

        run(main())

    def test_limits_are_said_and_metrics_name_nobody(self):
        async def main():
            async with server() as service:
                ada = await Client("ada-of-the-test").login(service.port)
                for i in range(3):
                    ada.ask(f"r{i}", "wait gate")
                refused = (await ada.until("refused"))[-1]
                self.assertEqual((refused["run"], refused["reason"]), ("r2", "user_limit"))
                ada.say("metrics")
                metrics = (await ada.until("metrics"))[-1]
                self.assertEqual(metrics["active_engines_count"], 2)
                self.assertNotIn("ada-of-the-test", json.dumps(metrics))
                ada.say("open", gate="gate")
                await ada.until("agent_completed")

        run(main())


class Crowd(unittest.TestCase):
    """Two hundred people at once."""

    async def talk(self, service, n, rounds=3):
        """One of them: asks, is killed in the middle of one answer, comes back for the rest."""
        me = await Client(f"user-{n}", session=f"tab-{n % 20}").login(service.port)
        for i in range(rounds):
            me.ask(f"r{i}", f"secret {n} {i}")
            if (n + i) % 3 == 0:
                await me.until("agent_started", f"r{i}")  # what was killed before it was read was never asked
                for _ in range(n % 4):
                    await me.receive()
                me.kill()
                await me.login(service.port)
            if "agent_completed" not in me.types(f"r{i}"):
                await me.until("agent_completed", f"r{i}")
        return me

    def check(self, me, n, rounds=3):
        self.assertEqual([e["offset"] for e in me.events], list(range(me.events[0]["offset"], me.events[-1]["offset"] + 1)))
        for i in range(rounds):
            self.assertEqual(me.types(f"r{i}"), FIVE)
            self.assertEqual(me.of_run(f"r{i}")[-1]["data"]["answer"], f"user-{n} said secret {n} {i}")
        self.assertTrue(all(hello["recovered"] for hello in me.hellos))

    def test_everyone_gets_all_of_their_own_and_nothing_else(self):
        async def main():
            async with server() as service:
                everyone = await asyncio.gather(*(self.talk(service, n) for n in range(USERS)))
                everyone[0].say("metrics")
                metrics = (await everyone[0].until("metrics"))[-1]
                self.assertEqual(await service.stop(), 0)
                codes = await asyncio.gather(*(one.close_code() for one in everyone))
            for n, one in enumerate(everyone):
                self.check(one, n)
            self.assertEqual(set(codes), {1012})
            self.assertEqual(metrics["total_engines_created"], metrics["total_engines_cleaned"])
            self.assertEqual(metrics['eef_ws_close_total{code="1011"}'], 0)

        run(main())

    def test_restart_in_the_middle_ends_every_run_and_the_next_service_answers(self):
        async def begin(service, n):
            me = await Client(f"user-{n}", session=f"tab-{n % 20}").login(service.port)
            me.ask("r0", "wait gate")
            await me.until("tool_executing")
            return me

        async def again(me, service):
            await me.login(service.port)
            await me.until("hello")
            self.assertFalse(me.hellos[-1]["recovered"])  # another process: the client is told so
            me.offset = 0
            me.ask("r1", f"hello from {me.user}")
            await me.until("agent_completed", "r1")

        async def main():
            async with server() as service:
                everyone = await asyncio.gather(*(begin(service, n) for n in range(USERS)))
                codes = asyncio.gather(*(me.close_code() for me in everyone))
                self.assertEqual(await service.stop(), 0)
                self.assertEqual(set(await codes), {1012})
            for me in everyone:
                self.assertEqual(me.types("r0")[-2:], ["tool_completed", "agent_completed"])
                self.assertEqual(me.events[-1]["data"], {"status": "cancelled", "reason": "shutdown"})
            async with server() as service:
                await asyncio.gather(*(again(me, service) for me in everyone))
            for me in everyone:
                self.assertEqual(me.types("r1"), FIVE)
                self.assertEqual(me.events[-1]["data"]["answer"], f"{me.user} said hello from {me.user}")

        run(main())

    def test_slow_readers_lose_nothing_and_hold_nobody_up(self):
        """Their answers fit in no buffer, and they read only when everybody else is done."""
        count, text = 300, "x" * 100

        async def main():
            async with server() as service:
                slow_ones = [await Client(f"slow-{n}").login(service.port, small=True) for n in range(5)]
                for me in slow_ones:
                    me.ask("r0", f"pour {count} {text}")
                    await me.until("agent_started")
                everyone = await asyncio.gather(*(self.talk(service, n) for n in range(50)))
                for n, one in enumerate(everyone):
                    self.check(one, n)
                for me in slow_ones:
                    self.assertNotIn("agent_completed", me.types("r0"))
                    while "agent_completed" not in me.types("r0"):
                        await self.patiently(me, service)
                    self.assertEqual([e["seq"] for e in me.of_run("r0")], list(range(1, count + 6)))
                    self.assertTrue(all(hello["recovered"] for hello in me.hellos))

        run(main())

    async def patiently(self, me, service):
        """One message; a client that was closed as too slow comes back."""
        try:
            await me.receive()
        except Closed as closed:
            self.assertIn(closed.code, (1006, 1013))
            await me.login(service.port)


if __name__ == "__main__":
    unittest.main()
