try:
    from garden.gone import ToolFactory
except ImportError:
    from shop.shelf import ToolFactory


def hoe():
    return ToolFactory().create("hoe", 3)
