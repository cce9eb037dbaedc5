import yard
from garden.shed import ToolFactory


def spade():
    return yard.ToolFactory, ToolFactory().create("spade", 12)
