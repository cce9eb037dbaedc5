"""The little of WebSocket that the service needs, over asyncio streams: text, ping, close; no extensions, no fragments."""

import asyncio
import base64
import hashlib
import http
import struct

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
MESSAGE_MAX = 1 << 16
LINGER = 5.0  # seconds that the other side has to answer a close

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class Closed(Exception):
    """The other side has gone."""


class WebSocket:
    def __init__(self, reader, writer):
        self._reader = reader
        self._writer = writer
        self._closed = False

    async def receive(self):
        """The next text. Closed when there will be none."""
        while True:
            kind, data = await self._frame()
            if self._closed:
                continue
            if kind == TEXT:
                return data.decode("utf-8")
            if kind == PING:
                self._write(PONG, data)
            elif kind == CLOSE:
                await self.close(1000)
                raise Closed

    async def send(self, text):
        """Waits while the other side does not read. Closed when it has gone."""
        if self._closed:
            raise Closed
        self._write(TEXT, text.encode("utf-8"))
        try:
            await self._writer.drain()
        except OSError as error:
            raise Closed from error

    async def close(self, code):
        if self._closed:
            return
        self._closed = True
        self._write(CLOSE, struct.pack("!H", code))
        asyncio.get_running_loop().call_later(LINGER, self._writer.transport.abort)
        try:
            await self._writer.drain()
        except OSError:
            pass

    async def finish(self):
        """Reads on until the other side has gone: to leave before would take back what was sent last."""
        try:
            while True:
                await self._frame()
        except Closed:
            self._writer.close()

    def abort(self):
        self._closed = True
        self._writer.transport.abort()

    def _write(self, kind, data):
        size = len(data)
        if size < 126:
            head = struct.pack("!BB", 0x80 | kind, size)
        elif size < 1 << 16:
            head = struct.pack("!BBH", 0x80 | kind, 126, size)
        else:
            head = struct.pack("!BBQ", 0x80 | kind, 127, size)
        self._writer.write(head + data)

    async def _frame(self):
        try:
            first, second = await self._reader.readexactly(2)
            size = second & 127
            if size == 126:
                (size,) = struct.unpack("!H", await self._reader.readexactly(2))
            elif size == 127:
                (size,) = struct.unpack("!Q", await self._reader.readexactly(8))
            if not second & 128 or size > MESSAGE_MAX:
                await self.close(1002 if size <= MESSAGE_MAX else 1009)
                raise Closed
            mask = await self._reader.readexactly(4)
            data = await self._reader.readexactly(size)
        except (asyncio.IncompleteReadError, OSError) as error:
            raise Closed from error
        return first & 15, bytes(byte ^ mask[i & 3] for i, byte in enumerate(data))


async def _head(reader):
    """(path, headers) of the request."""
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
    keys = [line.split(": ", 1)[1] for line in lines if line.lower().startswith("sec-websocket-key: ")]
    return lines[0].split(" ")[1], headers, keys


async def refuse(writer, status, **headers):
    lines = [f"HTTP/1.1 {status} {http.HTTPStatus(status).phrase}", "Content-Length: 0", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
    await writer.drain()
    writer.close()


async def upgrade(reader, writer):
    """A WebSocket, or None when the request is no upgrade."""
    try:
        _, headers, keys = await _head(reader)
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError, IndexError):
        writer.close()
        return None
    if headers.get("upgrade") != "websocket" or not keys:
        await refuse(writer, 400)
        return None
    accept = base64.b64encode(hashlib.sha1((keys[0] + GUID).encode()).digest()).decode()
    writer.write(f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n".encode())
    return WebSocket(reader, writer)
