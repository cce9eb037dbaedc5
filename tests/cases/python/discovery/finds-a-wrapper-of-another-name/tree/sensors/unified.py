from sensors.readings import ReadingFactory


class UnifiedReadingFactory:
    def __init__(self):
        self._inner = ReadingFactory()

    def create(self, sensor, value):
        print("a reading")
        return self._inner.create(sensor, value)

    def create_empty(self, sensor):
        return self._inner.create_empty(sensor)
