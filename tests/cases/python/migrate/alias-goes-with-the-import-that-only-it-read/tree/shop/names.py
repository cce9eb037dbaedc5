from garden.shed import ToolFactory
from garden.tools import Tool

PlainToolFactory = ToolFactory
