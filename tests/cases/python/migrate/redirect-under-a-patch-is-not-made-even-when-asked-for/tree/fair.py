from garden.shed import ToolFactory


def rake():
    return ToolFactory().create("rake", 8)
