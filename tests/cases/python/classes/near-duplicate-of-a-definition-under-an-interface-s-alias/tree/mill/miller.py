from mill.engine import MillEngine
from mill.water import WaterMillEngine


def work(wheel, river, grain):
    return MillEngine(wheel).grind(grain), WaterMillEngine(wheel, river).grind(grain)
