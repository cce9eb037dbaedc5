"""What the agent can do beside talking."""

import asyncio
import operator

OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}

_gates = {}


def calculate(text):
    """"2 + 3" gives 5; what cannot be calculated raises."""
    left, sign, right = text.split()
    return OPERATORS[sign](int(left), int(right))


async def wait_for(name):
    """Until somebody opens the gate of that name: stands for a slow service."""
    await _gates.setdefault(name, asyncio.Event()).wait()
    return f"{name} is open"


def open_gate(name):
    _gates.setdefault(name, asyncio.Event()).set()
