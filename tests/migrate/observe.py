"""Runs a generated program in a forked interpreter and writes down what it is: which names give which objects, what its functions see."""

import importlib
import json
import os
import signal
import sys
import types
import warnings
from unittest import mock

SECONDS = 20

# Preloaded for the children, which are many.
KEPT = (mock,)


def take(root, names, wanted=()):
    """The modules of these names, in this order; `wanted` are (module, name) that a module may give only when it is asked.

    {"names": {module: {name: number}}, "makers": {number: "module:qualname"}, "kinds": ..., "facts": {module: text}, "errors": {module: text}}"""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        run_child(root, names, wanted, write)
    os.close(write)
    with open(read, "rb") as pipe:
        data = pipe.read()
    os.waitpid(child, 0)
    if not data:
        return {"names": {}, "makers": {}, "kinds": {}, "facts": {}, "errors": {"": "the program ended the interpreter, or hung"}}
    return json.loads(data)


def run_child(root, names, wanted, write):
    """Never returns."""
    try:
        signal.alarm(SECONDS)
        sys.dont_write_bytecode = True
        sys.path[:] = [str(root)] + sys.path
        importlib.invalidate_caches()
        sys.path_importer_cache.clear()
        warnings.simplefilter("ignore")
        with open(os.devnull, "w", encoding="utf-8") as nothing:
            sys.stdout = sys.stderr = nothing
            text = json.dumps(observe(names, wanted))
        with open(write, "w", encoding="utf-8") as pipe:
            pipe.write(text)
    finally:
        os._exit(0)


def observe(names, wanted):
    seen = {"names": {}, "makers": {}, "kinds": {}, "facts": {}, "errors": {}}
    modules = {}
    for name in names:
        try:
            modules[name] = importlib.import_module(name)
        except Exception as error:  # whatever the program raises is what we came for
            seen["errors"][name] = f"{type(error).__name__}: {error}"
    objects, numbers = [], {}
    for name, module in modules.items():
        seen["names"][name] = {key: number_of(value, objects, numbers, seen) for key, value in vars(module).items() if not key.startswith("__")}
    for name, key in wanted:
        if name in modules and key not in seen["names"][name] and hasattr(modules[name], key):
            seen["names"][name][key] = number_of(getattr(modules[name], key), objects, numbers, seen)
    for name, module in modules.items():
        if hasattr(module, "trace"):
            try:
                seen["facts"][name] = repr(module.trace())
            except Exception as error:
                seen["facts"][name] = f"{type(error).__name__}: {error}"
                seen["errors"][f"{name}.trace"] = seen["facts"][name]
    return seen


def number_of(value, objects, numbers, seen):
    """The same for the same object; -1 for what has no identity to speak of, -2 for modules."""
    if isinstance(value, types.ModuleType):
        return -2
    if value is None or isinstance(value, (int, str, float, tuple, list, dict, set)):
        return -1
    if id(value) not in numbers:
        objects.append(value)  # kept, or its id might be used again
        numbers[id(value)] = len(objects) - 1
        is_definition = isinstance(value, (type, types.FunctionType))
        maker = value if is_definition else type(value)
        seen["makers"][len(objects) - 1] = f"{maker.__module__}:{maker.__qualname__}" + ("" if is_definition else "()")
        seen["kinds"][len(objects) - 1] = "class" if isinstance(value, type) else "function" if is_definition else "object"
    return numbers[id(value)]
