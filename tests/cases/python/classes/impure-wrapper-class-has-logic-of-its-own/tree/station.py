from sensors.unified import UnifiedReadingFactory


def factory():
    return UnifiedReadingFactory()
