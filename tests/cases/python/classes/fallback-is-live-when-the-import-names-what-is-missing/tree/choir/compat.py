try:
    from choir.parts import PartFactory, PartFactoryError
except ImportError:

    class PartFactory:
        def create(self, voice):
            raise RuntimeError("choir.parts is missing")
