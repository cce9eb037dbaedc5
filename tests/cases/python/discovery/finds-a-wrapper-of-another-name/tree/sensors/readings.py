class Reading:
    def __init__(self, sensor, value):
        self.sensor = sensor
        self.value = value


class ReadingFactory:
    def create(self, sensor, value):
        return Reading(sensor, value)

    def create_empty(self, sensor):
        return Reading(sensor, None)
