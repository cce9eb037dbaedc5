from sensors.legacy_readings import UnifiedReadingFactory
from sensors.readings import ReadingFactory

old, new = UnifiedReadingFactory(), ReadingFactory()
