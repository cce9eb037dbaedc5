"""A WebSocket client of our own, over a plain socket: it says and tells everything, also what no proper client would."""

import base64
import hashlib
import json
import os
import socket
import struct

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


class Refused(Exception):
    """An HTTP answer instead of the upgrade."""

    def __init__(self, status, headers):
        super().__init__(f"HTTP {status}")
        self.status, self.headers = status, headers


class Closed(Exception):
    """The server closed: with a code, or without any (1006)."""

    def __init__(self, code):
        super().__init__(f"closed with {code}")
        self.code = code


def frame(opcode, payload, fin=True, masked=True, length=None, reserved=0):
    """The bytes of a frame; `length` may lie."""
    size = len(payload) if length is None else length
    head = bytes([(0x80 if fin else 0) | reserved << 4 | opcode])
    bit = 0x80 if masked else 0
    if size < 126:
        head += bytes([bit | size])
    elif size < 65536:
        head += bytes([bit | 126]) + struct.pack(">H", size)
    else:
        head += bytes([bit | 127]) + struct.pack(">Q", size)
    if not masked:
        return head + payload
    mask = os.urandom(4)
    return head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))


class Client:
    """One connection. `path` is all of the URL after the host."""

    def __init__(self, port, path="/ws", headers=None, request=None, timeout=20.0, receive_buffer=0):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer, self.pings, self.parts = b"", 0, b""
        try:
            self.socket.connect(("127.0.0.1", port))
            self._shake_hands(path, headers or {}, request)
        except BaseException:
            self.socket.close()
            raise

    def _shake_hands(self, path, more, request):
        key = base64.b64encode(os.urandom(16))
        headers = {"Host": "localhost", "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": key.decode(),
                   "Sec-WebSocket-Version": "13", **more}
        lines = [f"GET {path} HTTP/1.1"] + [f"{name}: {value}" for name, value in headers.items() if value is not None]
        self.socket.sendall(request if request is not None else ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        while b"\r\n\r\n" not in self.buffer:
            self._fill()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        status, *rest = head.decode("latin-1").split("\r\n")
        answer = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in rest)}
        if int(status.split()[1]) != 101:
            raise Refused(int(status.split()[1]), answer)
        assert answer["sec-websocket-accept"] == base64.b64encode(hashlib.sha1(key + GUID).digest()).decode()

    def _fill(self):
        try:
            data = self.socket.recv(1 << 18)
        except ConnectionError:
            data = b""
        if not data:
            raise Closed(1006)
        self.buffer += data

    def _take(self, size):
        while len(self.buffer) < size:
            self._fill()
        data, self.buffer = self.buffer[:size], self.buffer[size:]
        return data

    def frame(self):
        """(opcode, final, payload) of the next frame, whatever it is."""
        first, second = self._take(2)
        assert not second & 0x80 and not first & 0x70, "a server masks nothing and has no extensions"
        size = second & 0x7F
        if size == 126:
            size = struct.unpack(">H", self._take(2))[0]
        elif size == 127:
            size = struct.unpack(">Q", self._take(8))[0]
        return first & 15, bool(first & 0x80), self._take(size)

    def message(self):
        """The next text as JSON; pings are answered, a close is answered and raised."""
        while True:
            opcode, final, payload = self.frame()
            if opcode == PING:
                self.pings += 1
                self.send(PONG, payload)
            elif opcode == CLOSE:
                code = struct.unpack(">H", payload[:2])[0] if len(payload) >= 2 else 1005
                self.vanish(frame(CLOSE, payload[:2]))
                raise Closed(code)
            elif opcode in (TEXT, 0):
                self.parts += payload
                if final:
                    text, self.parts = self.parts, b""
                    return json.loads(text)
            else:
                assert opcode == PONG, opcode

    def send(self, opcode, payload, **more):
        self.socket.sendall(frame(opcode, payload, **more))

    def say(self, value):
        self.send(TEXT, json.dumps(value).encode())

    def ack(self, offset):
        self.say({"op": "ack", "offset": offset})

    def vanish(self, last_words=b"", reset=False):
        """Ends without a word, or with these; `reset` as a cut line would."""
        try:
            if last_words:
                self.socket.sendall(last_words)
            if reset:
                self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except OSError:
            pass
        self.socket.close()
