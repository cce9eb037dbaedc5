"""Old place of choir.parts, kept for compatibility."""
try:
    from choir.parts import PartFactory, get_part_factory

    SingerPartFactory = PartFactory
    __all__ = ["PartFactory", "SingerPartFactory", "get_part_factory"]
except ImportError as error:
    message = str(error)

    class PartFactory:
        def __init__(self):
            raise ImportError(message)

    SingerPartFactory = PartFactory

    def get_part_factory():
        raise ImportError(message)
