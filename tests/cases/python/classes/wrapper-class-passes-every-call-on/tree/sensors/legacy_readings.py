import warnings

from sensors.readings import ReadingFactory


class UnifiedReadingFactory:
    """Old interface of ReadingFactory."""

    def __init__(self):
        warnings.warn("use ReadingFactory", DeprecationWarning, stacklevel=2)
        self._inner = ReadingFactory()

    def create(self, sensor, value):
        """Hand on."""
        return self._inner.create(sensor, value)

    def create_empty(self, sensor):
        return self._inner.create_empty(sensor)

    def calibrate(self, offset):
        self._inner.calibrate(offset)
