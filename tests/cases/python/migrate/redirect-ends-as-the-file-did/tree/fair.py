from garden.shed import create_tool


def rake():
    return create_tool("rake", 8)
