import abc


class IMillEngine(abc.ABC):
    @abc.abstractmethod
    def start(self): ...
