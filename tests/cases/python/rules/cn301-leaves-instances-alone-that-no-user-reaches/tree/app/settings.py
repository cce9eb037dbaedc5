"""Process-wide, and right so."""
import threading


class Settings:
    def __init__(self, path):
        self.path = path

    def name(self):
        return self.path.upper()


class Pool:
    def __init__(self):
        self._free = []

    def put(self, connection_count):
        self._free.append(connection_count)


class SettingsFactory:
    def create(self):
        return Settings("")


_settings = Settings("app.ini")
_pool = Pool()
_lock = threading.Lock()


def get_settings():
    """Does not change once it is made."""
    return _settings


def get_pool():
    """Changes, and no user's data reaches it."""
    return _pool


def get_lock():
    return _lock


def get_fresh(user_id):
    """A local variable is no slot."""
    _settings = Settings(user_id)
    return _settings


def configure(request_timeout):
    """Set up when the program starts, by what is no user's."""
    global _settings
    _settings = Settings(request_timeout)
    return _settings
