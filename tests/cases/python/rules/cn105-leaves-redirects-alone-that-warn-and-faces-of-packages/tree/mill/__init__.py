from .flour import SackFactory

__all__ = ["SackFactory"]
