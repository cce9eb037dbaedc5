"""The migrated service over eef's WebSocketBridge: the golden path by a thread that Python cannot stop."""

import asyncio
import os
import pathlib
import signal
import tempfile
import unittest

import after
from client import Client, Refused, Server, SplitClient

CANONRY = os.path.abspath(os.environ.get("CANONRY", "build/cli/canonry"))
PACKAGE = os.path.abspath(os.environ.get("EEF", "build/runtime/python"))
BLOCKING = pathlib.Path(__file__).with_name("blocking").resolve()
USERS, ROUNDS = 60, 3
FIVE = ["agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_completed"]

folder = None
scratch = None


def setUpModule():
    global folder, scratch
    scratch = tempfile.TemporaryDirectory()
    folder = pathlib.Path(scratch.name) / "after"
    after.make(CANONRY, folder)
    after.patch(folder, "network.patch")


def tearDownModule():
    scratch.cleanup()


def server(*options):
    return Server(folder, *options, path=f"{PACKAGE}{os.pathsep}{BLOCKING}")


def run(coroutine):
    return asyncio.run(asyncio.wait_for(coroutine, 120))


async def metrics_of(client):
    client.say("metrics")
    return (await client.control.until("metrics"))[-1]


class Network(unittest.TestCase):
    def check(self, me, runs):
        """All of one's own, once, in order, without a hole."""
        self.assertEqual([e["offset"] for e in me.events], list(range(1, len(me.events) + 1)))
        for run_id, answer in runs.items():
            self.assertEqual(me.types(run_id), FIVE)
            self.assertEqual(me.of_run(run_id)[-1]["data"]["answer"], answer)
        self.assertEqual({e["run_id"] for e in me.events}, set(runs))
        self.assertTrue(all(hello["recovered"] for hello in me.hellos))

    def test_503_before_it_is_ready_and_401_for_strangers(self):
        async def main():
            async with server("--hold-start") as service:
                for port in (service.port, service.events_port):
                    with self.assertRaises(Refused) as caught:
                        await Client("ada").connect(port)
                    self.assertEqual((caught.exception.status, caught.exception.headers["retry-after"]), (503, "1"))
                await service.start()
                with self.assertRaises(Refused) as caught:
                    await Client("ada").connect(service.events_port, target="/ws?token=" + "x" * 43)
                self.assertEqual(caught.exception.status, 401)
                ada = await SplitClient("ada").login(service.port)
                ada.ask("r1", "calculate 2 + 3")
                await ada.until("agent_completed")
                self.check(ada, {"r1": 5})

        run(main())

    async def talk(self, service, n):
        """One of many: asks, is cut off in the middle of one answer, comes back for the rest."""
        me = await SplitClient(f"user-{n}").login(service.port)
        for i in range(ROUNDS):
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

    def test_everyone_gets_all_of_their_own_and_1012_at_the_end(self):
        async def main():
            async with server() as service:
                everyone = await asyncio.gather(*(self.talk(service, n) for n in range(USERS)))
                metrics = await metrics_of(everyone[0])
                codes = asyncio.gather(*(c.close_code() for me in everyone for c in (me, me.control)))
                self.assertEqual(await service.stop(), 0)
                self.assertEqual(set(await codes), {1012})
            for n, me in enumerate(everyone):
                self.check(me, {f"r{i}": f"user-{n} said secret {n} {i}" for i in range(ROUNDS)})
            self.assertEqual(metrics["total_engines_created"], metrics["total_engines_cleaned"])
            self.assertEqual(metrics['eef_ws_close_total{code="1011"}'], 0)

        run(main())

    def test_run_that_the_end_cuts_off_says_so_before_1012(self):
        async def main():
            async with server() as service:
                ada = await SplitClient("ada").login(service.port)
                ada.ask("r1", "wait gate")
                await ada.until("tool_executing")
                code = asyncio.ensure_future(ada.close_code())
                self.assertEqual(await service.stop(), 0)
                self.assertEqual(await code, 1012)
                self.assertEqual(ada.types("r1"), FIVE)
                self.assertEqual(ada.events[-1]["data"], {"status": "cancelled", "reason": "shutdown"})

        run(main())

    def test_slow_reader_is_closed_with_1013_and_loses_nothing(self):
        count, text = 100, "x" * 100

        async def main():
            async with server() as service:
                slow = await SplitClient("slow").login(service.port, small=True)
                slow.ask("r0", f"pour {count} {text}")
                await slow.until("agent_started")
                while (await metrics_of(slow))['eef_ws_close_total{code="1013"}'] == 0:
                    await asyncio.sleep(0.1)
                brisk = await SplitClient("brisk").login(service.port)
                brisk.ask("r1", "hello")
                await brisk.until("agent_completed")
                slow.kill()
                await slow.login(service.port)
                await slow.until("agent_completed", "r0")
                self.assertEqual([e["seq"] for e in slow.of_run("r0")], list(range(1, count + 6)))
                self.assertTrue(all(hello["recovered"] for hello in slow.hellos))
                self.assertEqual((await metrics_of(slow))['eef_ws_close_total{code="1011"}'], 0)

        run(main())

    def test_python_that_is_blocked_in_the_middle_of_a_run_costs_nothing(self):
        async def main():
            async with server() as service:
                ada, bob = await SplitClient("ada").login(service.port), await SplitClient("bob").login(service.port)
                for me in (ada, bob):
                    me.ask("r1", "wait gate")
                    await me.until("tool_executing")
                await metrics_of(ada)  # by now nothing of it is under way
                service.process.send_signal(signal.SIGUSR2)
                for _ in range(4):
                    await asyncio.sleep(0.5)  # longer than it may take nothing from anybody
                    for me in (ada, bob):
                        await me.ping()
                ada.say("open", gate="gate")
                service.process.stdin.write(b"x")
                for me in (ada, bob):
                    await me.until("agent_completed")
                    self.check(me, {"r1": "gate is open"})
                closed = {name: n for name, n in (await metrics_of(ada)).items() if n and name.startswith("eef_ws_close_total")}
                self.assertEqual(closed, {'eef_ws_close_total{code="1000"}': 1})  # the probe of configure

        run(main())


if __name__ == "__main__":
    unittest.main()
