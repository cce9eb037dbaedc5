from garden.shed import ToolFactory
from garden.tools import Tool as Thing

SpareToolFactory = ToolFactory


def hoe():
    return Thing("hoe", 1)
