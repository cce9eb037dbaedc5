from garden.shed import ToolFactory


def spade():
    return ToolFactory().create("spade", 12)
