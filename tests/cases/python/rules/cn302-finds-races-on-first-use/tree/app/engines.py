"""Four ways to make two of what there should be one of."""
import asyncio
import threading


class EngineFactory:
    def __init__(self):
        self.made = 0

    def create(self):
        self.made += 1
        return object()

    async def start(self):
        return self


_plain = None
_late = None
_half = None
_by_name = {}
_lock = threading.Lock()


def get_plain():
    global _plain
    if _plain is None:
        _plain = EngineFactory()
    return _plain


def get_early():
    global _plain
    if _plain:
        return _plain
    made = EngineFactory()
    _plain = made
    return _plain


async def get_late():
    global _late
    if _late is None:
        _late = await EngineFactory().start()
    return _late


def get_half():
    global _half
    if _half is None:
        with _lock:
            _half = EngineFactory()
    return _half


def get_by_name(name):
    if name not in _by_name:
        _by_name[name] = EngineFactory()
    return _by_name[name]


class Holder:
    _one = None

    def __new__(cls):
        if cls._one is None:
            cls._one = super().__new__(cls)
        return cls._one

    def grow(self):
        self.size = 1


class Other:
    _factory = None

    @staticmethod
    def get_factory():
        Other._factory = Other._factory or EngineFactory()
        return Other._factory


_later = None
_async_lock = asyncio.Lock()


async def get_later():
    global _later
    if not _later:
        async with _async_lock:
            _later = EngineFactory()
    return _later


_kept = {}


def get_kept(name):
    made = _kept.get(name)
    if made is None:
        made = EngineFactory()
        _kept[name] = made
    return made


class Shelf:
    _by_place = {}
    _by_row = {}
    _by_width = {}

    @classmethod
    def get_at(cls, place):
        if (made := cls._by_place.get(place)) is None:
            made = cls._by_place[place] = EngineFactory()
        return made

    @classmethod
    def get_in(cls, row):
        try:
            return cls._by_row[row]
        except KeyError:
            cls._by_row[row] = EngineFactory()
        return cls._by_row[row]

    @classmethod
    async def get_wide(cls, width):
        made = cls._by_width.get(width)
        if not made:
            made = await EngineFactory().start()
            cls._by_width[width] = made
        return made


_model = None
_here = None


def get_model():
    global _model
    if _model is None:
        _model = threading.nowhere.load_model("big")
    return _model


def get_here():
    global _here
    if not _here:
        _here = threading.local()
    return _here
