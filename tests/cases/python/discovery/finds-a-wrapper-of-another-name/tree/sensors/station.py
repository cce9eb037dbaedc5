from sensors.unified import UnifiedReadingFactory


def measure(sensor):
    return UnifiedReadingFactory().create(sensor, 4)
