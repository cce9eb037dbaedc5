"""Who signed what: kept by the class that makes the carriers, so that two classes have two books."""

_BOOKS = {}


def signed_by(kind):
    return _BOOKS.setdefault(kind, {})
