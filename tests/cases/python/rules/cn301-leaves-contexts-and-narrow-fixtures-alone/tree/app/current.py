"""Who is being served, for one task or thread each; and what is no user's."""
import contextvars
import threading

_current_user = contextvars.ContextVar("user", default=None)
_local = threading.local()
_default_context = None
_unread_user = None


def set_current_user(user):
    _current_user.set(user)


def begin(request):
    _local.request = request


def set_default_context(context):
    global _default_context
    _default_context = context


def get_default_context():
    return _default_context


def forget(user):
    user = None
    return user


class Desk:
    def __init__(self, request):
        self._request = request

    def answer(self):
        return self._request
