from sensors.readings import ReadingFactory


class UnifiedReadingFactory:
    def __init__(self):
        self._inner = ReadingFactory()

    def create(self, sensor, value):
        return self._inner.create(sensor, value)

    def create_empty(self, sensor):
        return self._inner.create_empty(sensor)

    def reset(self):
        if self._inner.made > 100:
            print("many readings")
        self._inner.made = 0
        self._inner.reset()
