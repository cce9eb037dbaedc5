from garden.tools import Tool


def create_tool(name, price):
    if price < 1:
        price = 0
    made = Tool(name, price)  # a comment makes no difference
    made.is_new = True
    return made
