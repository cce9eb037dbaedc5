"""Deprecated: choir.parts is the place."""
try:
    from choir.parts import PartFactory, get_part_factory
except ImportError:

    class PartFactory:
        def create(self, voice):
            raise RuntimeError("choir.parts is missing")

    def get_part_factory():
        raise RuntimeError("choir.parts is missing")
