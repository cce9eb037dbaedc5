from shop.shelf import *


def hoe():
    return ToolFactory().create("hoe", LIMIT)
