"""Looks shared, and is not, or rightly so."""
import collections
import dataclasses
import typing
import weakref

KINDS = {"fast": 1, "slow": 2}
_kinds = {}
_recent = collections.deque(maxlen=10)
_live = weakref.WeakValueDictionary()


class Plan:
    def __init__(self, steps: typing.Sequence[str] = []):
        """Kept as something that nobody changes."""
        self.steps = steps


def register_kind(name):
    def decorator(kind):
        _kinds[name] = kind
        return kind

    return decorator


@dataclasses.dataclass
class Options:
    names: list = dataclasses.field(default_factory=list)

    def add(self, user_id):
        self.names.append(user_id)


class EngineFactory:
    order = ["fast", "slow"]
    made = []
    registry = {}

    def __init__(self, user_id):
        self.made = []
        self.user_id = user_id

    def __init_subclass__(cls, **kwargs):
        cls.registry[cls.__name__] = cls

    def create(self, user_id, steps=[], extra={}, path=[]):
        """Reads its defaults, or copies them first."""
        path = list(path)
        path.append(user_id)
        self.made.append(user_id)
        _recent.append(user_id)
        _live[user_id] = self
        return [self.order[0], len(steps), dict(extra)]
