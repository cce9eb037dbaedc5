from mill.flour import SackFactory
from src.mill.flour import SackFactory as Other
