import logging
import warnings

from mill.flour import SackFactory

log = logging.getLogger(__name__)


class OldSackFactory:
    """Deprecated."""

    def __init__(self):
        self._sacks = SackFactory()

    def create(self, kilos):
        warnings.warn("use SackFactory", DeprecationWarning, stacklevel=2)
        log.debug("old call")
        return self._sacks.create(kilos)

    def create_small(self):
        """A small one."""
        log.debug("old call")
        return self._sacks.create_small()
