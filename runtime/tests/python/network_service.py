"""A service over WebSocketBridge for test_network.py: says its port, then does what standard input says.

    configure, stop         the factory; stop waits for the clients
    token USER              prints a token
    run USER ID [COUNT]     a run of five events, with COUNT times the second; printed when it is done
    block                   prints "blocked" and keeps the interpreter's lock until there is another line
    close USER REASON, metrics, quit
"""

import asyncio
import ctypes
import json
import os
import sys

import eef

TEXT = "x" * 4000


async def say(engine, type, **data):
    while True:
        try:
            return await engine.emit(type, **data)
        except eef.BackpressureError:
            await engine.drain()


async def talk(user, run, count=1):
    async with eef.ExecutionEngineFactory().user_execution_scope(eef.UserExecutionContext(user, run)) as engine:
        await say(engine, "agent_started", agent="a")
        for _ in range(count):
            await say(engine, "agent_thinking", text=f"{user} {run} {TEXT if count > 1 else ''}")
        await say(engine, "tool_executing", tool="t", call_id="c")
        await say(engine, "tool_completed", tool="t", call_id="c")
        await say(engine, "agent_completed", answer=f"{user} {run}")


def block():
    """A C call that does not let go of the interpreter, as a bad extension makes it."""
    print("blocked", flush=True)
    room = ctypes.create_string_buffer(1)
    while ctypes.PyDLL(None).read(0, room, 1) == 1 and room.raw != b"\n":
        pass


async def obey(bridge, command, *arguments):
    if command == "configure":
        await eef.configure_execution_engine_factory(bridge, outbox_events=1000, outbox_bytes=8 << 20)
    elif command == "stop":
        await eef.get_execution_engine_factory().shutdown(10)
    elif command == "token":
        return bridge.issue(*arguments)
    elif command == "run":
        await talk(*arguments[:2], *map(int, arguments[2:]))
    elif command == "block":
        block()
    elif command == "close":
        bridge.close_user(*arguments)
    elif command == "metrics":
        return json.dumps(eef.get_execution_engine_factory().get_factory_metrics())
    return "ok"


def line():
    """One line, and no byte more: what follows may be for block()."""
    text = b""
    while not text.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            return "quit"
        text += byte
    return text.decode()


async def main():
    bridge = eef.WebSocketBridge(**json.loads(sys.argv[1]))
    print(bridge.port, flush=True)
    while (words := (await asyncio.to_thread(line)).split()) != ["quit"]:
        print(await obey(bridge, *words), flush=True)


asyncio.run(main())
