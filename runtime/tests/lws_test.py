#!/usr/bin/env python3
"""Tests the WebSocket bridge from outside, by a server over libeef-lws and a client of our own.

lws_test.py SERVER EXAMPLE [NAME ...]     EEF_TEST_FULL=1 in the environment makes the long tests run at full length.
"""

import json
import os
import random
import subprocess
import sys
import threading
import time

from websocket import BINARY, CLOSE, PING, PONG, TEXT, Client, Closed, Refused, frame

SERVER, EXAMPLE = sys.argv[1:3]
FULL = os.environ.get("EEF_TEST_FULL") == "1"
FAILURES = []
PASSED = 0
TOKEN = "token-of-{}-long-enough"


def check(name, condition, more=""):
    global PASSED
    if condition:
        PASSED += 1
    else:
        FAILURES.append(name)
        print(f"not ok - {name} {more}", flush=True)


class Server:
    """The server as a process; `say` sends a command and gives its answer."""

    def __init__(self, configure="configure", stall=10000, linger=3000, connections=4096, buffer=262144, origin=None):
        command = [SERVER, *map(str, (stall, linger, connections, buffer))] + ([origin] if origin else [])
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])
        if configure:
            assert self.say(configure) == "ok"

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self.process.poll() is None:
            self.process.stdin.write("quit\n")
            self.process.stdin.close()
            self.process.stdout.read()
        self.process.stdout.close()
        check("the server ends well", self.process.wait(60) == 0, self.process.returncode)

    def tell(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def hear(self):
        return self.process.stdout.readline().strip()

    def say(self, command):
        self.tell(command)
        return self.hear()

    def metrics(self):
        return json.loads(self.say("metrics"))

    def let_in(self, user):
        assert self.say(f"token {TOKEN.format(user)} {user} 600000") == "ok"

    def connect(self, user, place=None, **more):
        path = f"/ws?token={TOKEN.format(user)}"
        if place:
            path += f"&epoch={place[0]}&after={place[1]}"
        return Client(self.port, path, **more)


def status_of(server, path="/ws", headers=None, request=None):
    """The HTTP status that a request gets, 101 for an upgrade, 0 for none at all."""
    try:
        Client(server.port, path, headers, request, timeout=15).vanish()
        return 101, {}
    except Refused as refused:
        return refused.status, refused.headers
    except Closed:
        return 0, {}


def code_of(client):
    """Reads until the server closes."""
    try:
        while True:
            client.message()
    except Closed as closed:
        return closed.code


def flat(metrics, name):
    """A metric by its name, with or without labels."""
    return metrics.get(name, 0)


def closes(server, code):
    return flat(server.metrics(), f'eef_ws_close_total{{code="{code}"}}')


def eventually(condition, seconds=20):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.01)
    return False


def check_not_ready_is_503():
    with Server(configure=None) as server:
        server.let_in("ada")
        path = f"/ws?token={TOKEN.format('ada')}"
        status, headers = status_of(server, path)
        check("503 before a factory is ready", status == 503 and headers["retry-after"] == "1", (status, headers))
        assert server.say("configure") == "ok"
        check("101 after", status_of(server, path)[0] == 101)
        check("shut down", server.say("shutdown 2000") == "ok")
        status, headers = status_of(server, path)
        check("503 after shutdown", status == 503 and headers["retry-after"] == "1", (status, headers))
        assert server.say("configure") == "ok"
        check("the same bridge serves again", status_of(server, path)[0] == 101)


def check_upgrades():
    good = f"/ws?token={TOKEN.format('ada')}"
    cases = [
        ("no token", "/ws", {}, 401),
        ("a wrong token", "/ws?token=0123456789abcdef0123", {}, 401),
        ("a short token", "/ws?token=x", {}, 401),
        ("a token of the wrong bytes", "/ws?token=%01%02%0345678901234567890", {}, 401),
        ("a token twice", good + "&token=" + TOKEN.format("ada"), {}, 401),
        ("a huge token", "/ws?token=" + "x" * 900, {}, 401),
        ("a bearer", "/ws", {"Authorization": "Bearer " + TOKEN.format("ada")}, 101),
        ("a bearer in small letters", "/ws", {"Authorization": "bearer  " + TOKEN.format("ada")}, 101),
        ("another scheme", "/ws", {"Authorization": "Basic " + TOKEN.format("ada")}, 401),
        ("a wrong bearer beside a good argument", good, {"Authorization": "Bearer 0123456789abcdef0123"}, 401),
        ("a token in the URL", good, {}, 101),
        ("the subprotocol", good, {"Sec-WebSocket-Protocol": "eef.v1"}, 101),
        ("another subprotocol", good, {"Sec-WebSocket-Protocol": "chat"}, 400),
        ("another path", good.replace("/ws", "/other"), {}, 404),
        ("another version", good, {"Sec-WebSocket-Version": "8"}, 426),
        ("no version", good, {"Sec-WebSocket-Version": None}, 426),
        ("no key", good, {"Sec-WebSocket-Key": None}, 400),
        ("a short key", good, {"Sec-WebSocket-Key": "x"}, 400),
        ("a good origin", good, {"Origin": "https://Chat.example"}, 101),
        ("a wrong origin", good, {"Origin": "https://evil.example"}, 403),
        ("an origin with more", good, {"Origin": "https://chat.example.evil.example"}, 403),
        ("half a place", good + "&epoch=0123456789abcdef", {}, 400),
        ("the other half", good + "&after=7", {}, 400),
        ("a place", good + "&epoch=0123456789abcdef&after=7", {}, 101),
        ("a place that is too far", good + "&epoch=0123456789abcdef&after=18446744073709551615", {}, 101),
        ("a place beyond numbers", good + "&epoch=0123456789abcdef&after=18446744073709551616", {}, 400),
        ("a negative place", good + "&epoch=0123456789abcdef&after=-1", {}, 400),
        ("an empty place", good + "&epoch=0123456789abcdef&after=", {}, 400),
        ("a place with a space", good + "&epoch=0123456789abcdef&after=+7", {}, 400),
        ("a place in hex", good + "&epoch=0123456789abcdef&after=0x7", {}, 400),
        ("a short epoch", good + "&epoch=0123456789abcde&after=7", {}, 400),
        ("a long epoch", good + "&epoch=0123456789abcdef0&after=7", {}, 400),
        ("an epoch in capitals", good + "&epoch=0123456789ABCDEF&after=7", {}, 400),
        ("two places", good + "&epoch=0123456789abcdef&after=7&after=8", {}, 400),
        ("an epoch of a thousand digits", good + "&epoch=" + "0" * 1000 + "&after=7", {}, 400),
        ("arguments that mean nothing", good + "&x&=&&y=&", {}, 101),
    ]
    with Server(origin="https://chat.example") as server:
        server.let_in("ada")
        for name, path, headers, wanted in cases:
            status, answer = status_of(server, path, headers)
            check(name, status == wanted, (status, answer))
        upgrade = "GET {} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: {}\r\n\r\n"
        check("a token with NUL", status_of(server, good + "%00")[0] in (0, 401, 403))
        check("an escape that is none", status_of(server, good + "&x=%zz")[0] in (0, 400, 403))
        check("no upgrade", status_of(server, request=b"GET /ws HTTP/1.1\r\nHost: x\r\n\r\n")[0] == 404)
        check("h2c", status_of(server, request=upgrade.format(good, "h2c").encode())[0] != 101)
        check("an unknown upgrade", status_of(server, request=upgrade.format(good, "tea").encode())[0] in (0, 403))
        check("CONNECT", status_of(server, request=b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n")[0] in (0, 400, 403, 404, 405))
        check("no HTTP at all", status_of(server, request=b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500))[0] != 101)
        status, answer = status_of(server, "/ws")
        check("401 says how", answer.get("www-authenticate") == "Bearer", answer)
        check("and the good still pass", status_of(server, good)[0] == 101)
        assert server.say(f"revoke {TOKEN.format('ada')}") == "ok"
        check("a revoked token is none", status_of(server, good)[0] == 401)
        assert server.say("token 0123456789abcdefghij eve 1") == "ok"
        time.sleep(0.05)
        check("an expired token is none", status_of(server, "/ws?token=0123456789abcdefghij")[0] == 401)
        assert server.say(f"token {TOKEN.format('bad')} default\x01 600000") == "ok"
        check("a user that nobody can be", status_of(server, f"/ws?token={TOKEN.format('bad')}")[0] == 403)
        metrics = server.metrics()
        check("upgrades are counted", flat(metrics, 'eef_ws_upgrades_total{status="401"}') > 5 and
              flat(metrics, 'eef_ws_upgrades_total{status="101"}') > 5 and flat(metrics, 'eef_ws_upgrades_total{status="403"}') >= 3, metrics)
        check("connections are given back", eventually(lambda: flat(server.metrics(), "eef_ws_connections") == 0))


def check_authorize():
    """A host that decides by itself: by headers and arguments, with its own statuses."""
    cases = [("/ws", {"X-User": "ada"}, 101), ("/ws", {"x-user": "ada"}, 101), ("/ws", {}, 401), ("/ws", {"X-User": "y" * 300}, 401),
             ("/ws", {"X-User": "default"}, 101), ("/ws", {"X-User": "a\x7fb"}, 403)]
    cases += [(f"/ws?status={status}", {}, wanted) for status, wanted in
              ((401, 401), (403, 403), (429, 429), (503, 503), (500, 403), (0, 403), (101, 403), ("9999", 503))]
    with Server(origin="authorize") as server:
        for path, headers, wanted in cases:
            status, answer = status_of(server, path, headers)
            check(f"{path} {headers}", status == wanted, (status, answer))
        client = Client(server.port, "/ws", {"X-User": "ada"})
        client.message()
        assert server.say("run ada r 0") == "ok"
        check("the user is whom the host named", client.message()["type"] == "agent_started")
        client.vanish()


def check_five_events_in_order():
    with Server() as server:
        for user in ("ada", "bob"):
            server.let_in(user)
        ada, bob = server.connect("ada"), server.connect("bob")
        hello = ada.message()
        check("hello first", hello["type"] == "hello" and hello["recovered"] is True and len(hello["epoch"]) == 16, hello)
        assert server.say("run ada run-1 1") == "ok" and server.say("run bob run-2 1") == "ok"
        events = [ada.message() for _ in range(5)]
        check("the five events in order", [event["type"] for event in events] ==
              ["agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_completed"], events)
        check("numbered", [(event["seq"], event["offset"]) for event in events] == [(i, i) for i in range(1, 6)])
        check("of one epoch and run", {(event["epoch"], event["run_id"]) for event in events} == {(hello["epoch"], "run-1")})
        bob.message()
        check("to their user only", {bob.message()["run_id"] for _ in range(5)} == {"run-2"})
        for event in events:
            del event["epoch"]  # whose digits may say it
        check("nobody's name is sent", "ada" not in json.dumps(events))
        ada.ack(5)
        check("a confirmation frees", eventually(lambda: flat(server.metrics(), "eef_events_acked_total") >= 5))
        assert server.say("run ada run-3 0 60000") == "ok"
        assert server.say("run ada run-4 3 60000") == "ok"
        lengths = [len(json.dumps(ada.message())) for _ in range(4 + 7)]
        check("large events arrive whole", sum(length > 60000 for length in lengths) == 3, lengths)
        ada.send(CLOSE, b"\x03\xe8")
        check("a polite end is answered", code_of(ada) == 1000)
        bob.vanish(reset=True)
        check("a rude end is noticed", eventually(lambda: closes(server, 1006) >= 1 and closes(server, 1000) >= 1))
        check("never 1011", closes(server, 1011) == 0)


def check_example():
    token = "a-token-that-nobody-guesses"
    with subprocess.Popen([EXAMPLE, "0", "ada", token], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        client = Client(int(process.stdout.readline().split()[1]), f"/ws?token={token}")
        client.message()
        process.stdin.write("ada one two\nbob three\n")
        process.stdin.flush()
        check("the example runs", [client.message()["type"] for _ in range(3)] == ["agent_started", "agent_thinking", "agent_completed"])
        process.stdin.close()
        check("and ends with 1012", code_of(client) == 1012)
    check("well", process.returncode == 0)


def check_resume():
    with Server("configure 64") as server:
        server.let_in("ada")
        assert server.say("run ada before 3") == "ok"
        client = server.connect("ada")
        hello = client.message()
        check("events from before the first connection wait", (hello["oldest"], hello["newest"]) == (1, 7), hello)
        seen = [client.message()["offset"] for _ in range(4)]
        client.vanish(reset=True)
        client = server.connect("ada", (hello["epoch"], 4))
        again = client.message()
        check("resumed", again["recovered"] is True and again["oldest"] == 5, again)
        seen += [client.message()["offset"] for _ in range(3)]
        check("nothing twice, nothing missing", seen == list(range(1, 8)), seen)
        client.vanish()
        for place, name in ((("0123456789abcdef", 4), "another epoch"), ((hello["epoch"], 99), "a place that is yet to come"),
                            ((hello["epoch"], 2), "a place that was given up")):
            client = server.connect("ada", place)
            check(f"{name} is told", client.message()["recovered"] is False)
            client.vanish()
        client = server.connect("ada", (hello["epoch"], 7))
        check("who has everything is not told of a gap", client.message()["recovered"] is True)
        client.vanish()
        metrics = server.metrics()
        check("counted", flat(metrics, 'eef_replay_total{result="gap"}') == 3 and
              flat(metrics, 'eef_replay_total{result="recovered"}') == 2, metrics)


def check_frames():
    ack = b'{"op":"ack","offset":1}'
    deep = b"[" * 2000 + b"]" * 2000
    cases = [
        ("no JSON", frame(TEXT, b"hello"), {1007}),
        ("empty", frame(TEXT, b""), {1007}),
        ("half", frame(TEXT, ack[:-1]), {1007}),
        ("two values", frame(TEXT, ack + ack), {1007}),
        ("deep", frame(TEXT, deep), {1007}),
        ("bytes that are no UTF-8", frame(TEXT, b'{"op":"\xff\xfe"}'), {1007}),
        ("an unknown op", frame(TEXT, b'{"op":"run","user":"bob"}'), {1002}),
        ("an offset that is none", frame(TEXT, b'{"op":"ack","offset":-1}'), {1002, 1007}),
        ("an offset in quotes", frame(TEXT, b'{"op":"ack","offset":"1"}'), {1002, 1007}),
        ("a key twice", frame(TEXT, b'{"op":"ack","offset":1,"offset":2}'), {1002, 1007}),
        ("binary", frame(BINARY, ack), {1002}),
        ("too big", frame(TEXT, b'{"op":"' + b"x" * 8000 + b'"}'), {1009}),
        ("too big in parts", frame(TEXT, b"x" * 3000, fin=False) + frame(0, b"x" * 3000), {1009}),
        ("a length of 2^62", frame(TEXT, b"x" * 9000, length=1 << 62), {1009, 1002, 1006}),
        ("no mask, which libwebsockets lets pass", frame(TEXT, ack, masked=False) + frame(CLOSE, b"\x03\xe8"), {1000, 1002, 1006}),
        ("a reserved bit", frame(TEXT, ack, reserved=4), {1002, 1006}),
        ("an unknown opcode", frame(3, ack), {1002, 1006}),
        ("a control frame in parts", frame(PING, b"x", fin=False), {1002, 1006}),
        ("a long control frame", frame(PING, b"x" * 126), {1002, 1006}),
        ("a continuation of nothing", frame(0, ack), {1002, 1006, 1007}),
        ("a message inside another", frame(TEXT, b"{", fin=False) + frame(TEXT, ack), {1002, 1006}),
        ("a close of one byte", frame(CLOSE, b"\x03"), {1002, 1005, 1006, 0x03}),
        ("a close with a code that nobody may use", frame(CLOSE, b"\x03\xed"), {1002, 1006}),
    ]
    with Server() as server:
        server.let_in("ada")
        for name, data, wanted in cases:
            client = server.connect("ada")
            client.message()
            client.socket.sendall(data)
            code = code_of(client)
            check(name, code in wanted, code)
            client.vanish()
        client = server.connect("ada")
        client.message()
        client.send(TEXT, b'{"op":"a', fin=False)
        client.send(0, b'ck","offset"', fin=False)
        client.send(PING, b"between")
        client.send(0, b":0}")
        opcode, _, payload = client.frame()
        check("a ping between parts is answered", (opcode, payload) == (PONG, b"between"))
        client.say({"op": "ack", "offset": 1 << 63})
        assert server.say("run ada r 0") == "ok"
        check("and the connection lives", client.message()["type"] == "agent_started")
        client.vanish()
        check("never 1011", closes(server, 1011) == 0)
        check("codes are counted", closes(server, 1007) >= 5 and closes(server, 1009) >= 2 and closes(server, 1002) >= 2)
        check("connections are given back", eventually(lambda: flat(server.metrics(), "eef_ws_connections") == 0))


def check_noise():
    """Handshakes and frames with random damage; the server must not mind."""
    rounds = 3000 if FULL else 150
    dice = random.Random(7)
    handshake = (f"GET /ws?token={TOKEN.format('ada')}&epoch=0123456789abcdef&after=7 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                 "Connection: Upgrade\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Version: 13\r\n\r\n").encode()
    frames = frame(TEXT, b'{"op":"ack","offset":1}') + frame(PING, b"x") + frame(TEXT, b'{"op":"ack","offset":2}')
    with Server() as server:
        server.let_in("ada")
        for i in range(rounds):
            data = bytearray(handshake if i % 2 else frames)
            for _ in range(dice.randrange(1, 6)):
                at = dice.randrange(len(data))
                if dice.random() < 0.5:
                    data[at] = dice.randrange(256)
                else:
                    del data[at:at + dice.randrange(1, 20)]
                    data = data or bytearray(b"\0")
            try:
                if i % 2:
                    Client(server.port, request=bytes(data) + b"\r\n\r\n", timeout=0.05).vanish()
                else:
                    client = server.connect("ada")
                    client.socket.sendall(data)
                    client.vanish(reset=dice.random() < 0.5)
            except (Refused, Closed, OSError, ValueError, IndexError, AssertionError):
                pass
        client = server.connect("ada")
        client.message()
        assert server.say("run ada r 0") == "ok"
        check("it still serves after noise", client.message()["type"] == "agent_started")
        client.vanish()
        check("never 1011", closes(server, 1011) == 0)


def check_limits():
    with Server(connections=20) as server:
        for user in ("ada", "bob"):
            server.let_in(user)
        clients = [server.connect("ada") for _ in range(16)]
        status, headers = status_of(server, f"/ws?token={TOKEN.format('ada')}")
        check("sixteen connections of a user", status == 503 and headers["retry-after"] == "1", status)
        clients += [server.connect("bob") for _ in range(4)]
        check("twenty in all", status_of(server, f"/ws?token={TOKEN.format('bob')}")[0] == 503)
        assert server.say("run ada r 0") == "ok"
        for client in clients[:16]:
            client.message()
        check("each gets every event", [[client.message()["offset"] for _ in range(4)] for client in clients[:16]] == [[1, 2, 3, 4]] * 16)
        for client in clients:
            client.vanish()
        check("room again", eventually(lambda: status_of(server, f"/ws?token={TOKEN.format('bob')}")[0] == 101))


def check_closing_by_the_host():
    with Server() as server:
        server.let_in("ada")
        server.let_in("bob")
        bob = server.connect("bob")
        bob.message()
        for reason, code in ((9, 4401), (10, 4403), (11, 4409), (0, 1000)):
            client = server.connect("ada")
            client.message()
            check("asked to close", server.say(f"close ada {reason}") == "ok")
            check(f"closed with {code}", code_of(client) == code)
            check("counted", closes(server, code) >= 1)
        check("not with any reason", server.say("close ada 12") != "ok")
        assert server.say("run bob r 0") == "ok"
        check("others stay", bob.message()["type"] == "agent_started")
        bob.vanish()


def check_pings():
    """The bridge's thread answers and asks while the host does nothing."""
    with Server() as server:
        server.let_in("ada")
        client, deaf = server.connect("ada"), server.connect("ada")
        client.message()
        server.tell("sleep 2500")
        start = time.monotonic()
        client.send(PING, b"there?")
        while True:
            opcode, _, payload = client.frame()
            if opcode == PONG:
                break
            client.send(PONG, payload)
        check("a ping is answered while the host is busy", payload == b"there?" and time.monotonic() - start < 2.4)
        opcode, _, payload = client.frame()
        check("and the server asks by itself", opcode == PING)
        client.send(PONG, payload)
        server.hear()
        check("who never answers is hung up on", eventually(lambda: closes(server, 1006) >= 1))
        client.vanish()
        deaf.vanish()


def check_shutdown_says_1012():
    with Server() as server:
        users = [f"u{i}" for i in range(20)]
        for user in users:
            server.let_in(user)
        clients = [server.connect(user) for user in users]
        ends = {}

        def listen(user, client):
            last, terminal = None, 0
            try:
                while True:
                    message = client.message()
                    last = message.get("offset", last)
                    terminal += message["type"] == "agent_completed"
            except Closed as closed:
                ends[user] = closed.code, last, terminal

        listeners = [threading.Thread(target=listen, args=pair) for pair in zip(users, clients)]
        for listener in listeners:
            listener.start()
        assert server.say("load 20 50 4 4") == "ok"
        assert server.say("wait") == "8000 ok"
        check("shut down", server.say("shutdown 5000") == "ok")
        for listener in listeners:
            listener.join(30)
        check("every one is closed with 1012, after its last event", ends == {user: (1012, 400, 50) for user in users}, ends)


def check_slow_reader():
    """Who does not read is closed with 1013, and loses nothing."""
    with Server("configure 4096", stall=200, linger=3000, buffer=8192) as server:
        server.let_in("ada")
        server.let_in("bob")
        slow, quick = server.connect("ada", receive_buffer=4096), server.connect("bob")
        hello = slow.message()
        quick.message()
        assert server.say("run ada r1 400 4000") == "ok" and server.say("run bob r2 1") == "ok"
        check("others are not kept waiting", [quick.message()["seq"] for _ in range(5)] == [1, 2, 3, 4, 5])
        check("counted as slow", eventually(lambda: closes(server, 1013) == 1))
        last = 0
        try:
            while True:
                last = slow.message()["offset"]
        except Closed as closed:
            check("told with 1013, once it reads", closed.code == 1013, closed.code)
        check("in the middle of it", 0 < last < 404, last)
        again = server.connect("ada", (hello["epoch"], last))
        check("resumed", again.message()["recovered"] is True)
        check("without loss", [again.message()["offset"] for _ in range(404 - last)] == list(range(last + 1, 405)))
        again.vanish()
        quick.vanish()
        dead = server.connect("bob", receive_buffer=4096)
        assert server.say("run bob r3 400 4000") == "ok"
        check("who never reads is dropped", eventually(lambda: closes(server, 1013) == 2) and
              eventually(lambda: flat(server.metrics(), "eef_ws_connections") == 0))
        dead.vanish()
        check("never 1011", closes(server, 1011) == 0)


def check_loss_is_told():
    """Events that expire before a connection could take them are gone, and the client is told so in between."""
    with Server("configure 4096 1000", stall=60000, buffer=8192) as server:
        server.let_in("ada")
        client = server.connect("ada", receive_buffer=4096)
        client.message()
        assert server.say("run ada r1 400 4000") == "ok"
        check("they expire", eventually(lambda: flat(server.metrics(), "eef_outbox_events") == 0 and
                                         flat(server.metrics(), "eef_events_expired_total") == 404))
        seen = []
        while True:
            message = client.message()
            if message["type"] == "hello":
                break
            seen.append(message["offset"])
        check("in order up to the gap", seen == list(range(1, len(seen) + 1)) and 0 < len(seen) < 404, len(seen))
        check("told", message["recovered"] is False and message["oldest"] > seen[-1], message)
        assert server.say("run ada r2 0") == "ok"
        check("and it goes on behind it", [client.message()["offset"] for _ in range(4)] == list(range(405, 409)))
        check("counted", flat(server.metrics(), 'eef_replay_total{result="gap"}') == 1)
        client.vanish()


def check_shutdown_waits_for_nobody():
    """A client that does not read holds up a shutdown for as long as is granted, and no longer."""
    with Server("configure 4096", stall=60000, linger=60000, buffer=8192) as server:
        server.let_in("ada")
        client = server.connect("ada", receive_buffer=4096)
        client.message()
        assert server.say("run ada r1 400 4000") == "ok"
        check("it ends", server.say("shutdown 200") == "ok")
        check("and can begin again", server.say("configure") == "ok")
        other = server.connect("ada")
        check("with nothing of before", other.message()["newest"] == 0)
        other.vanish()
        client.vanish()


class Listener:
    """A client that keeps coming back, and checks everything that it hears."""

    def __init__(self, user, dice):
        self.user, self.dice = user, dice
        self.epoch, self.last, self.confirmed, self.runs = None, 0, 0, {}
        self.disconnects, self.duplicates, self.gaps, self.problems, self.codes = 0, 0, 0, [], {}

    def take(self, message):
        if message["type"] == "hello":
            if not message["recovered"] or self.epoch not in (None, message["epoch"]):
                self.gaps += 1
                self.last = message["oldest"] - 1
            self.epoch = message["epoch"]
            return
        if message["offset"] <= self.last:
            self.duplicates += 1
            return
        if message["offset"] != self.last + 1 or message["epoch"] != self.epoch:
            self.problems.append(message)
        if not message["run_id"].startswith(self.user + "-"):
            self.problems.append(message)
        if message["seq"] != self.runs.get(message["run_id"], 0) + 1:
            self.problems.append(message)
        self.runs[message["run_id"]] = message["seq"]
        self.last = message["offset"]

    def visit(self, server, until):
        """One connection, which ends at a random point, in a random way."""
        # one in three has forgotten what it did not confirm
        self.confirmed = self.confirmed if self.dice.random() < 0.33 else self.last
        client = server.connect(self.user, (self.epoch, self.confirmed) if self.epoch else None)
        stay = self.dice.randrange(1, 60)
        try:
            while stay > 0 and self.last < until:
                self.take(client.message())
                if self.dice.random() < 0.2:
                    self.confirmed = self.last
                    client.ack(self.last)
                stay -= 1
            if self.last >= until:
                client.ack(self.last)
                client.send(CLOSE, b"\x03\xe8")
                code_of(client)
        except Closed as closed:
            self.codes[closed.code] = self.codes.get(closed.code, 0) + 1
        except OSError:
            pass
        client.vanish(reset=self.dice.random() < 0.5)
        self.disconnects += 1

    def listen(self, server, until):
        try:
            while self.last < until and len(self.problems) < 5:
                try:
                    self.visit(server, until)
                except Refused as refused:
                    if refused.status != 503:
                        self.problems.append(str(refused))
                    time.sleep(0.01)
        except Exception as error:  # a thread that dies must not look like one that is content
            self.problems.append(repr(error))


def check_random_disconnects():
    """T9 over the network: clients vanish at random points while events flow; nothing is lost, nothing out of order."""
    users, runs, thoughts = (64, 200, 16) if FULL else (12, 16, 16)
    wanted = 5000 if FULL else 100
    each = runs * (thoughts + 4)
    dice = random.Random(int(os.environ.get("EEF_TEST_SEED", "20250914")))
    with Server("configure 64") as server:
        listeners = [Listener(f"u{i}", random.Random(dice.random())) for i in range(users)]
        for listener in listeners:
            server.let_in(listener.user)
        assert server.say(f"load {users} {runs} {thoughts} 4") == "ok"
        threads = [threading.Thread(target=listener.listen, args=(server, each)) for listener in listeners]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(600)
        check("all was said", server.say("wait") == f"{users * each} ok")
        check("nobody heard anything wrong", not any(listener.problems for listener in listeners),
              [listener.problems[:2] for listener in listeners if listener.problems][:3])
        check("every event of every user", [listener.last for listener in listeners] == [each] * users)
        check("without a gap", sum(listener.gaps for listener in listeners) == 0)
        disconnects = sum(listener.disconnects for listener in listeners)
        check("often enough", disconnects >= wanted, disconnects)
        metrics = server.metrics()
        check("never 1011", closes(server, 1011) == 0 and all(1011 not in listener.codes for listener in listeners))
        check("and the library knows of no gap", flat(metrics, 'eef_replay_total{result="gap"}') == 0)
        print(f"    {disconnects} disconnects, {users * each} events, "
              f"{sum(listener.duplicates for listener in listeners)} sent again, 0 lost", flush=True)


def check_restart():
    """A shutdown in the middle: clients are told that their epoch is over, and go on with the next factory."""
    with Server("configure 64") as server:
        listeners = [Listener(f"u{i}", random.Random(i)) for i in range(8)]
        for listener in listeners:
            server.let_in(listener.user)
        threads = []
        for listener in listeners:
            client = server.connect(listener.user)
            threads.append(threading.Thread(target=follow, args=(server, client, listener)))
        for thread in threads:
            thread.start()
        for _ in range(3 if FULL else 2):
            assert server.say("load 8 10 4 2") == "ok"
            assert server.say("wait") == "640 ok"
            check("shut down", server.say("shutdown 10000") == "ok")
            assert server.say("configure 64") == "ok"
        assert server.say("load 8 1 1 2") == "ok" and server.say("wait") == "40 ok"
        for thread in threads:
            thread.join(60)
        rounds = 3 if FULL else 2
        check("all heard all", [sum(listener.heard) for listener in listeners] == [rounds * 80 + 5] * 8,
              [listener.heard for listener in listeners])
        check("in order", not any(listener.problems for listener in listeners))
        check("each restart is 1012", all(listener.codes == {1012: rounds} for listener in listeners),
              [listener.codes for listener in listeners])


def follow(server, client, listener):
    """Stays connected, comes back when the server restarts; ends with the short run that is the last."""
    rounds = 3 if FULL else 2
    listener.heard = [0] * (rounds + 1)
    for i in range(rounds + 1):
        try:
            while listener.heard[i] < (80 if i < rounds else 5) or i < rounds:
                message = client.message()
                if message["type"] == "hello":
                    listener.epoch, listener.last = message["epoch"], message["oldest"] - 1
                    continue
                if message["offset"] != listener.last + 1:
                    listener.problems.append(message)
                listener.last = message["offset"]
                listener.heard[i] += 1
                confirm(client, listener.last)
        except Closed as closed:
            listener.codes[closed.code] = listener.codes.get(closed.code, 0) + 1
            client = come_back(server, listener)
    client.vanish()


def confirm(client, offset):
    """Confirms, to a server that may have said its last word already."""
    try:
        client.ack(offset)
    except OSError:
        pass


def come_back(server, listener):
    while True:
        try:
            return server.connect(listener.user, (listener.epoch, listener.last))
        except (Refused, OSError):
            time.sleep(0.005)


def main():
    tests = [value for name, value in globals().items() if name.startswith("check_")]
    wanted = sys.argv[3:]
    for test in tests:
        if wanted and test.__name__.removeprefix("check_") not in wanted:
            continue
        start = time.monotonic()
        test()
        if os.environ.get("EEF_TEST_TIMES"):
            print(f"    {test.__name__} {time.monotonic() - start:.1f} s", flush=True)
    print(f"{PASSED} passed, {len(FAILURES)} failed")
    sys.exit(1 if FAILURES else 0)


if __name__ == "__main__":
    main()
