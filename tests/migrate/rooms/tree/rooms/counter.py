"""Old path of the desk."""

import warnings

from rooms.desk import SessionFactory

warnings.warn("rooms.counter is deprecated; use rooms.desk", DeprecationWarning, stacklevel=2)

__all__ = ["SessionFactory"]
