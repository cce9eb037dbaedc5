"""Sells."""
from garden.shed import create_tool


def spade():
    return create_tool("spade", 12)



make_shovel = create_tool
