class Reading:
    def __init__(self, sensor, value):
        self.sensor = sensor
        self.value = value


class ReadingFactory:
    def __init__(self):
        self.made = 0

    def create(self, sensor, value):
        self.made += 1
        return Reading(sensor, value)

    def create_empty(self, sensor):
        return self.create(sensor, None)

    def reset(self):
        self.made = 0
