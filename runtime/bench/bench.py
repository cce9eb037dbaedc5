#!/usr/bin/env python3
"""What a scope of the package eef costs, beside what Python itself offers for the same, in one run.

PYTHONPATH=build/runtime/python python3 runtime/bench/bench.py
"""

import asyncio
import contextlib
import gc
import json
import tempfile
import time

import eef

ROUNDS = 500  # short, so that one run or another is not interrupted
RUNS = 300
LIMIT_NS = 1000


class Manager:
    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, error, trace):
        return None


@contextlib.asynccontextmanager
async def generator():
    yield 1


async def empty():
    for _ in range(ROUNDS):
        pass


async def class_manager():
    for _ in range(ROUNDS):
        async with Manager():
            pass


async def generator_manager():
    for _ in range(ROUNDS):
        async with generator():
            pass


async def lock():
    one = asyncio.Lock()
    for _ in range(ROUNDS):
        async with one:
            pass


async def turn():
    for _ in range(ROUNDS // 10):
        await asyncio.sleep(0)


async def context():
    make = eef.UserExecutionContext
    for _ in range(ROUNDS):
        make("ada", "run-1")


async def scope():
    factory, one = eef.get_execution_engine_factory(), eef.UserExecutionContext("ada", "run-1")
    for _ in range(ROUNDS):
        async with factory.user_execution_scope(one):
            pass


async def whole():
    factory, make = eef.get_execution_engine_factory(), eef.UserExecutionContext
    for _ in range(ROUNDS):
        async with factory.user_execution_scope(make("ada", "run-1")):
            pass


async def five():
    factory, make = eef.get_execution_engine_factory(), eef.UserExecutionContext
    for _ in range(ROUNDS // 100):
        async with factory.user_execution_scope(make("ada", "run-1")) as engine, engine.run("helper") as run:
            await run.thinking("hm")
            async with run.tool("search"):
                pass
        subscription = bridge.bridge.open("ada")
        while item := subscription.next():
            subscription.sent(item[0])
            subscription.ack(item[0])
        subscription.close()


async def best_of(work):
    best = float("inf")
    for _ in range(RUNS):
        start = time.perf_counter_ns()
        await work()
        best = min(best, time.perf_counter_ns() - start)
    return best


def measure(work, count=ROUNDS):
    """Nanoseconds of one, the best of many runs: what other programs take is not ours."""
    gc.collect()
    return asyncio.run(best_of(work)) / count


def show(name, ns, note=""):
    print(f"{name:<52} {ns:8.0f} ns{note}")
    return ns


def main():
    global bridge
    floor = measure(empty)
    show("class with __aenter__ and __aexit__", measure(class_manager) - floor)
    show("contextlib.asynccontextmanager", measure(generator_manager) - floor)
    show("asyncio.Lock, uncontended", measure(lock) - floor)
    show("a turn of the loop: sleep(0)", measure(turn, ROUNDS // 10))
    for audit in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            bridge = eef.AsyncioBridge()
            eef.configure(bridge, **({"audit_dir": folder, "audit_on_failure": "open"} if audit else {}))
            kind = "audit queued" if audit else "no audit"
            if not audit:
                show("UserExecutionContext(user, run)", measure(context) - floor)
            show(f"async with user_execution_scope(), {kind}", measure(scope) - floor)
            ns = measure(whole) - floor
            show(f"context and scope, {kind}", ns, f" (at most {LIMIT_NS}): {'met' if ns <= LIMIT_NS else 'MISSED'}")
            show(f"scope, the five events, sent, confirmed, {kind}", measure(five, ROUNDS // 100))
            assert json.loads(eef.get_execution_engine_factory()._metrics_json())["eef_engines_active"] == 0
            eef.shutdown_now(5)


if __name__ == "__main__":
    main()
