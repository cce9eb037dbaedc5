from garden.tools import Tool


def create_tool(name, price):
    """Make a tool, cheap ones for nothing."""
    if price < 1:
        price = 0
    tool = Tool(name, price)
    tool.is_new = True
    return tool


make_tool = create_tool