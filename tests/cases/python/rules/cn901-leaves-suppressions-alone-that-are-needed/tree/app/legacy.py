# canonry: ignore-file[CN201] all of this goes
from app.compat import EngineFactory as Old
from app.engine import Engine


# canonry: ignore[duplicate-factory] another size
@property
class EngineFactory:
    def create(self, size):
        return Engine(size * 2)


# canonry: ignore-block[CN202] loads what the deployment brings
def load():
    print("loading")
    from app.engines import EngineFactory as Newer

    return Newer() or Old()


from app.compat import (  # canonry: fixme[CN201] later
    EngineFactory as Third,
)
