import importlib


def load(name):
    return importlib.import_module(name)


def soup():
    return importlib.import_module("kitchen.soup").SoupFactory()


def pots():
    return __import__("kitchen.pots", fromlist=["Pot"])
