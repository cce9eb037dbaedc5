from garden.tools import Tool


def create_tool(name: str, price: int) -> Tool:
    if price < 1:
        price = 0
    made = Tool(name, price)  # a comment makes no difference
    made.is_new = True
    return made
