import abc


class Brush:
    def __init__(self, size):
        self.size = size


class BrushMaker(abc.ABC):
    @abc.abstractmethod
    def create_brush(self, size):
        ...
