# canonry: ignore-file[CN203] strings of another service
from app.compat import EngineFactory  # canonry: fixme[CN201] with the next release

text = "# canonry: ignore[CN101] in a string"


# canonry: ignore[CN101, CN102] there is only one
def drive():
    return EngineFactory().create(3)
