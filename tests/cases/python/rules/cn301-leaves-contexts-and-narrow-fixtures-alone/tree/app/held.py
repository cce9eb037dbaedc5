"""Factories that hand out what is new, what is one user's, or what nobody changes."""


class Pump:
    def __init__(self):
        self.users = []

    def attach(self, user):
        self.users.append(user)


class Leaflet:
    def __init__(self):
        self.text = "read me"


class PumpFactory:
    def __init__(self):
        self._last = None
        self._leaflet = Leaflet()

    def create(self, user):
        self._last = Pump()
        return self._last

    def create_leaflet(self, user):
        return self._leaflet

    def get(self):
        return self._last


class UserPumpFactory:
    def __init__(self, user):
        self._pump = Pump()
        self._pump.attach(user)

    def create(self):
        return self._pump


class PumpBuilder:
    def __init__(self):
        self._pump = Pump()

    def build(self):
        return self._pump

    def create(self):
        return self._pump
