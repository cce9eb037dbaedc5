from garden.shed import create_tool


def spade():
    return create_tool("spade", 12)
