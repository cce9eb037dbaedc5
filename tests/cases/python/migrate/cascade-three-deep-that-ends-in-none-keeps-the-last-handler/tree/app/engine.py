"""The one place that makes engines."""


class Engine:
    """Runs the jobs of one user."""

    def __init__(self, user):
        self.user = user

    def run(self, job):
        return (self.user, job)


class EngineError(Exception):
    """An engine could not be made."""


class EngineFactory:
    """Makes engines."""

    def __init__(self):
        self._made = 0

    def create(self, user):
        self._made += 1
        return Engine(user)
