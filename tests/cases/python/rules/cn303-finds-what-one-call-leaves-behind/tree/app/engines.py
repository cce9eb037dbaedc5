"""State that outlives the call that made it."""


class Engine:
    def __init__(self, user_id):
        self.user_id = user_id


_seen = []


class EngineFactory:
    made = []
    by_user = {}
    sessions = dict()

    def create(self, user_id, options={}):
        options["user"] = user_id
        engine = Engine(user_id)
        self.made.append(engine)
        self.by_user[user_id] = engine
        return engine

    def open(self, session_id, steps=[]):
        self.steps = steps
        EngineFactory.sessions[session_id] = steps

    def close(self, session_id):
        self.sessions.pop(session_id, None)


def remember(user_id):
    _seen.append(user_id)


class ShelfFactory:
    _by_user = {}

    @classmethod
    def create(cls, user_id):
        if user_id not in cls._by_user:
            cls._by_user[user_id] = Engine(user_id)
        return cls._by_user[user_id]

    @classmethod
    def shutdown_all(cls):
        cls._by_user.clear()


class CrateFactory:
    shape = {"size": 1}
    _widths = {}

    def __init__(self, tags=[], marks=[]):
        """One of the two is changed later."""
        self.tags = tags
        self.marks = marks

    def mark(self, mark):
        self.marks.append(mark)

    def resize(self, size):
        self.shape["size"] = size

    def width(self, name):
        if name not in self._widths:
            self._widths[name] = len(name)
        return self._widths[name]
