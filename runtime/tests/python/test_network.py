"""WebSocketBridge: the events of a Python service over a network, served by a thread that Python cannot stop."""

import json
import os
import pathlib
import subprocess
import sys
import unittest

import eef

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from websocket import PING, PONG, Client, Closed, Refused  # noqa: E402

try:
    from eef import _lws  # noqa: F401
except ImportError:
    raise unittest.SkipTest("built without libwebsockets") from None

FIVE = ["agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_completed"]


class Service:
    """network_service.py as a process."""

    def __init__(self, configure=True, **options):
        self.process = subprocess.Popen([sys.executable, str(pathlib.Path(__file__).with_name("network_service.py")), json.dumps(options)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ)
        self.port = int(self.hear())
        if configure:
            self.say("configure")

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.tell("quit")
        code = self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            pipe.close()
        assert error[0] or code == 0, code

    def tell(self, command):
        self.process.stdin.write(command.encode() + b"\n")
        self.process.stdin.flush()

    def hear(self):
        return self.process.stdout.readline().decode().strip()

    def say(self, command):
        self.tell(command)
        return self.hear()

    def metrics(self):
        return json.loads(self.say("metrics"))

    def let_in(self, user, place="", **more):
        return Client(self.port, f"/ws?token={self.say(f'token {user}')}{place}", **more)


def until(client, type, run=None):
    """All events up to that one, confirmed."""
    heard = []
    while not heard or heard[-1]["type"] != type or (run and heard[-1]["run_id"] != run):
        message = client.message()
        if "offset" in message:
            client.ack(message["offset"])
            heard.append(message)
    return heard


def code_of(client):
    try:
        while True:
            client.message()
    except Closed as closed:
        client.socket.close()
        return closed.code


class Network(unittest.TestCase):
    def refused(self, service, path="/ws"):
        with self.assertRaises(Refused) as caught:
            Client(service.port, path)
        return caught.exception

    def test_who_may_come_in_is_said_in_http(self):
        with Service(configure=False, retry_after=7) as service:
            early = self.refused(service, f"/ws?token={service.say('token ada')}")
            self.assertEqual((early.status, early.headers["retry-after"]), (503, "7"))
            service.say("configure")
            self.assertEqual(self.refused(service).status, 401)
            self.assertEqual(self.refused(service, "/ws?token=" + "x" * 43).status, 401)
            client = service.let_in("ada")
            self.assertEqual(client.message()["type"], "hello")
            service.say("close ada auth_revoked")
            self.assertEqual(code_of(client), eef.close_code("auth_revoked"))

    def test_five_events_in_order_and_1012_after_the_last(self):
        with Service() as service:
            ada, bob = service.let_in("ada"), service.let_in("bob")
            service.say("run ada r1")
            heard = until(ada, "agent_completed")
            self.assertEqual([e["type"] for e in heard], FIVE)
            self.assertEqual([e["offset"] for e in heard], [1, 2, 3, 4, 5])
            service.say("run bob r1")
            service.tell("stop")
            self.assertEqual([e["data"]["answer"] for e in until(bob, "agent_completed")[-1:]], ["bob r1"])
            self.assertEqual((code_of(ada), code_of(bob)), (1012, 1012))
            self.assertEqual(service.hear(), "ok")
            self.assertEqual(self.refused(service).status, 503)
            self.assertEqual(service.say("configure"), "ok")  # the same bridge, again
            service.say("run ada r2")
            last = service.let_in("ada")
            self.assertEqual([e["run_id"] for e in until(last, "agent_completed")], ["r2"] * 5)
            last.vanish()

    def test_connection_that_was_cut_is_resumed_without_loss(self):
        with Service() as service:
            heard, place = [], ""
            for run in range(20):
                client = service.let_in("ada", place)
                hello = client.message()
                self.assertTrue(hello["recovered"])
                service.say(f"run ada r{run}")
                for _ in range(run % 5):
                    heard.append(client.message())
                client.vanish(reset=True)
                place = f"&epoch={hello['epoch']}&after={heard[-1]['offset'] if heard else 0}"
            client = service.let_in("ada", place)
            while not heard or heard[-1]["type"] != "agent_completed" or heard[-1]["run_id"] != "r19":
                heard += [m for m in [client.message()] if "offset" in m]
            client.vanish()
            self.assertEqual([e["offset"] for e in heard], list(range(1, 101)))
            self.assertEqual([e["type"] for e in heard], FIVE * 20)

    def test_slow_reader_is_closed_with_1013_and_loses_nothing(self):
        with Service(stall=0.5, linger=0.5, send_buffer=8192) as service:
            slow = service.let_in("ada", receive_buffer=4096)
            hello = slow.message()
            service.say("run ada r1 400")
            self.wait_for(service, 'eef_ws_close_total{code="1013"}')
            slow.vanish()
            again = service.let_in("ada", f"&epoch={hello['epoch']}&after=0")
            heard = until(again, "agent_completed")
            again.vanish()
            self.assertEqual([e["offset"] for e in heard], list(range(1, 405)))
            self.assertEqual(service.metrics()['eef_ws_close_total{code="1011"}'], 0)

    def wait_for(self, service, name):
        while service.metrics()[name] == 0:
            pass

    def test_python_that_is_blocked_for_seconds_costs_nobody_the_connection(self):
        with Service(ping=1, hangup=3) as service:
            client, token = service.let_in("ada"), service.say("token bob")
            client.message()
            service.say("run ada r1")
            until(client, "agent_completed", "r1")
            self.assertEqual(service.say("block"), "blocked")
            client.send(PING, b"are you there")
            while (frame := client.frame())[0] != PONG:
                if frame[0] == PING:
                    client.send(PONG, frame[2])
            while client.pings < 3:  # it asks once a second: longer than the time after which it hangs up
                opcode, _, payload = client.frame()
                self.assertEqual(opcode, PING)
                client.pings += 1
                client.send(PONG, payload)
            bob = Client(service.port, f"/ws?token={token}")
            self.assertEqual(bob.message()["type"], "hello")
            self.assertEqual(self.refused(service).status, 401)
            service.tell("")
            self.assertEqual(service.hear(), "ok")
            service.say("run ada r2")
            self.assertEqual([e["type"] for e in until(client, "agent_completed", "r2")], FIVE)
            closed = {name: n for name, n in service.metrics().items() if n and name.startswith("eef_ws_close_total")}
            self.assertEqual(closed, {'eef_ws_close_total{code="1000"}': 1})  # the probe of configure
            client.vanish()
            bob.vanish()

    def test_values_that_are_none_are_refused(self):
        for options in ({"port": 70000}, {"path": "ws"}, {"ping": 5, "hangup": 5}, {"max_connections": 0}):
            with self.assertRaises(eef.ConfigError) as caught:
                eef.WebSocketBridge(**options)
            self.assertEqual(caught.exception.status, "invalid")
        for options in ({"stall": -1}, {"max_connections": 1 << 32}, {"origins": ["x"] * 65}):
            self.assertRaises(ValueError, eef.WebSocketBridge, **options)
        bridge = eef.WebSocketBridge()
        self.assertRaises(eef.ConfigError, eef.WebSocketBridge, bridge.port)
        self.assertRaises(eef.ConfigError, bridge.accept, "short", "ada")
        self.assertRaises(ValueError, bridge.accept, "x" * 20, "ada", 0)
        self.assertRaises(ValueError, bridge.close_user, "ada", "boredom")
        self.assertEqual((bridge.revoke(bridge.issue("ada")), bridge.revoke("y" * 20)), (True, False))

    def test_bridge_is_not_a_childs(self):
        bridge = eef.WebSocketBridge()
        child = os.fork()
        if child == 0:
            try:
                bridge.issue("ada")
            except eef.ForkedError:
                os._exit(0)
            os._exit(1)
        self.assertEqual(os.waitpid(child, 0)[1], 0)
        self.assertEqual(bridge.revoke(bridge.issue("ada")), True)


if __name__ == "__main__":
    unittest.main()
