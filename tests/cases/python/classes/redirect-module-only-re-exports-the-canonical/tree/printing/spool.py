"""Moved: import from printing.queue instead. This module is deprecated."""
from printing.queue import PrintJobFactory

__all__ = ["PrintJobFactory"]
