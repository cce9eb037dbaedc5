"""Who is being served, for all of the process."""

_current_user = None


class Desk:
    _request = None

    @classmethod
    def begin(cls, request):
        cls._request = request

    @classmethod
    def answer(cls):
        return cls._request


def set_current_user(user):
    global _current_user
    _current_user = user


def get_current_user():
    return _current_user
