import importlib


def open_store(kind):
    module = importlib.import_module("store.backends." + kind + ".base")
    return module.ConnectionFactory
