"""A WebSocket client of our own over raw frames: logs in, asks, listens, and can die without a word."""

import asyncio
import base64
import json
import os
import signal
import socket
import struct
import sys

GUARD = 60  # seconds after which a test fails instead of hanging; nothing depends on it


class Closed(Exception):
    """The server closed; `code` is 1006 when it said nothing."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Refused(Exception):
    """The server answered the upgrade with something else; `status` says what, `headers` the rest."""

    def __init__(self, status, headers):
        super().__init__(status)
        self.status = status
        self.headers = headers


class Client:
    def __init__(self, user, session="main"):
        self.user = user
        self.session = session
        self.epoch = None
        self.offset = 0
        self.events = []  # all that were heard, each once
        self.hellos = []
        self._reader = self._writer = None

    async def connect(self, port, small=False, target="/ws"):
        """The upgrade. `small`: as little room for what was not read yet as the system allows."""
        sock = socket.socket()
        if small:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", port))
        self._reader, self._writer = await asyncio.open_connection(sock=sock, limit=4096 if small else 1 << 20)
        key = base64.b64encode(os.urandom(16)).decode()
        self._writer.write(f"GET {target} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                           f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        head = (await self._read(self._reader.readuntil(b"\r\n\r\n"))).decode("latin-1").split("\r\n")
        status = int(head[0].split(" ")[1])
        if status != 101:
            self._writer.close()
            raise Refused(status, dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line))
        return self

    async def login(self, port, small=False, **more):
        """Connects, says who it is and where it was, and hears that it is welcome."""
        await self.connect(port, small)
        place = {"epoch": self.epoch, "after": self.offset} if self.epoch else {}
        self.say("login", user=self.user, password=f"secret of {self.user}", session=self.session, **place, **more)
        welcome = await self.receive()
        assert welcome["type"] == "welcome", welcome
        return self

    def say(self, op, **data):
        self._send(1, json.dumps({"op": op, **data}).encode())

    def _send(self, opcode, data):
        mask = os.urandom(4)
        size = bytes([0x80 | len(data)]) if len(data) < 126 else struct.pack("!BH", 0x80 | 126, len(data))
        self._writer.write(bytes([0x80 | opcode]) + size + mask + bytes(byte ^ mask[i & 3] for i, byte in enumerate(data)))

    async def ping(self):
        """Asks whether the server is alive; the answer comes before anything else in these tests."""
        self._send(9, b"alive?")
        assert await self._frame() == (10, b"alive?")

    def ask(self, run, text):
        self.say("ask", run=run, text=text)

    async def receive(self):
        """The next message. An event is noted, once, and confirmed."""
        message = json.loads(await self._text())
        if message["type"] == "hello":
            self.hellos.append(message)
            self.epoch = message["epoch"]
        elif "run_id" in message:
            offset = message.get("offset")
            if offset is None or offset > self.offset:
                self.events.append(message)
            if offset is not None:
                self.offset = max(self.offset, offset)
                self.say("ack", offset=offset)
        return message

    async def until(self, type, run=None):
        """Everything up to the message of that type."""
        heard = []
        while not heard or heard[-1]["type"] != type or (run is not None and heard[-1].get("run_id") != run):
            heard.append(await self.receive())
        return heard

    async def settled(self):
        """All events that came before the server says that nothing of ours runs any more."""
        self.say("settle")
        return [message for message in await self.until("settled") if "run_id" in message]

    async def close_code(self):
        """What the server closes with, after everything else that it says."""
        try:
            while True:
                await self.receive()
        except Closed as closed:
            return closed.code

    def of_run(self, run):
        return [event for event in self.events if event["run_id"] == run]

    def types(self, run):
        return [event["type"] for event in self.of_run(run)]

    def kill(self):
        """Gone, with what was not read and without a close: the server gets a reset."""
        sock = self._writer.transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()

    async def leave(self):
        self._writer.close()

    async def _read(self, reading):
        try:
            return await asyncio.wait_for(reading, GUARD)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise Closed(1006) from error

    async def _text(self):
        while True:
            opcode, data = await self._frame()
            if opcode == 9:
                self._send(10, data)
            elif opcode == 8:
                self._send(8, data[:2])
                self._writer.close()
                raise Closed(struct.unpack("!H", data[:2])[0] if len(data) >= 2 else 1005)
            else:
                assert opcode == 1, opcode
                return data.decode("utf-8")

    async def _frame(self):
        """Opcode and payload; this server sends whole messages."""
        first, second = await self._read(self._reader.readexactly(2))
        size = second & 127
        if size == 126:
            (size,) = struct.unpack("!H", await self._read(self._reader.readexactly(2)))
        elif size == 127:
            (size,) = struct.unpack("!Q", await self._read(self._reader.readexactly(8)))
        assert first & 0xF0 == 0x80, first
        return first & 15, await self._read(self._reader.readexactly(size))


class SplitClient(Client):
    """The same for a service whose events have a connection of their own; `control` is the other one."""

    control = None

    async def login(self, port, small=False, **more):
        self.control = await Client(self.user, self.session).connect(port)
        self.control.say("login", user=self.user, password=f"secret of {self.user}", **more)
        welcome = await self.control.receive()
        place = f"&epoch={self.epoch}&after={self.offset}" if self.epoch else ""
        return await self.connect(welcome["port"], small, f"/ws?token={welcome['token']}{place}")

    def say(self, op, **data):
        if op == "ack":
            super().say(op, **data)
        else:
            self.control.say(op, **data)

    def kill(self):
        super().kill()
        self.control.kill()


class Server:
    """The service as a process: async with Server(folder) as server."""

    def __init__(self, folder, *options, path="", **environment):
        self.folder = folder
        self.options = options
        self.environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(folder), path])),
                            "PYTHONDONTWRITEBYTECODE": "1", **environment}
        self.port = self.events_port = None
        self.log = ""

    async def __aenter__(self):
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-W", "ignore", "-m", "chat", *self.options, env=self.environment, cwd=self.folder,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
        self._errors = asyncio.create_task(self.process.stderr.read())
        line = await asyncio.wait_for(self.process.stdout.readline(), GUARD)
        if not line.startswith(b"listening "):
            self.process.kill()
            raise AssertionError((await self._errors).decode())
        self.port, *more = map(int, line.split()[1:])
        self.events_port = more[0] if more else None
        if "--hold-start" not in self.options:
            await self.started()
        return self

    async def __aexit__(self, kind, error, trace):
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()
        self.log = (await self._errors).decode()
        if kind is not None and self.log:
            print(self.log[-4000:], file=sys.stderr)

    async def started(self):
        assert await asyncio.wait_for(self.process.stdout.readline(), GUARD) == b"started\n"

    async def start(self):
        self.process.send_signal(signal.SIGUSR1)
        await self.started()

    async def stop(self):
        """As a deployment does it."""
        self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), GUARD)
