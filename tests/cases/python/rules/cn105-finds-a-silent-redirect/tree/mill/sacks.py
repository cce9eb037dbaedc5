from mill.flour import SackFactory

__all__ = ["SackFactory"]
