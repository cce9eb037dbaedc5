"""python -m chat [--port N] [--hold-start]: serves until SIGTERM; says the port on standard output."""

import argparse
import asyncio
import signal

from chat.app import Service


async def main():
    parser = argparse.ArgumentParser(prog="chat")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--hold-start", action="store_true", help="listen, but start only at SIGUSR1")
    options = parser.parse_args()
    loop = asyncio.get_running_loop()
    stop, go = asyncio.Event(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_signal_handler(signal.SIGUSR1, go.set)
    service = Service()
    print("listening", await service.listen(options.port), flush=True)
    if options.hold_start:
        await go.wait()
    await service.start()
    print("started", flush=True)
    await stop.wait()
    await service.stop()


if __name__ == "__main__":
    asyncio.run(main())
