"""A factory that says create, and hands out what it holds."""


class Pump:
    def __init__(self):
        self.users = []

    def attach(self, user):
        self.users.append(user)


class PumpFactory:
    def __init__(self):
        self._pump = Pump()
        self._spare = None

    def create(self, user):
        return self._pump

    def create_spare(self, user):
        if self._spare is None:
            self._spare = Pump()
        return self._spare
