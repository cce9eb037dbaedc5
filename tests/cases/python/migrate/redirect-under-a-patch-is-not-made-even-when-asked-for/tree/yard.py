from shop.shelf import ToolFactory


def hoe():
    return ToolFactory().create("hoe", 3)
