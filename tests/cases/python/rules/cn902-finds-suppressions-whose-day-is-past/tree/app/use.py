from app.compat import EngineFactory  # canonry: fixme[CN201] moves with the release -- until 2020-01-31


def drive():
    return EngineFactory().create(3)
