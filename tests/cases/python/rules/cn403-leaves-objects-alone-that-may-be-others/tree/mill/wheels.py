"""What is called."""
import abc


class Grain:
    def __init__(self, kind):
        self.kind = kind

    def grind(self, fine, *, twice=False):
        return [self.kind, fine, twice]

    @property
    def dust(self):
        return self.grind


class Mill:
    def __init__(self, river):
        self.river = river

    def load(self, grain, weight=1):
        return [grain, weight, self.river]

    def stop(self):
        self.river = None


class WindMill(Mill):
    def load(self, grain, weight=1, wind=2):
        return super().load(grain, weight * wind)


class AnyMill(abc.ABC):
    @abc.abstractmethod
    def turn(self, times):
        """Others turn in other ways."""
