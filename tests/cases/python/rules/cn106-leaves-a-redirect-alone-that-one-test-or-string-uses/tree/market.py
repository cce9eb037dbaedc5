import importlib


def sell():
    return importlib.import_module("mill.old").SackFactory().create(2)
