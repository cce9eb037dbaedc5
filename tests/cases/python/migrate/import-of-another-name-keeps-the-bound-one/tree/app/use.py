from app.compat import OldFactory


class Special(OldFactory):
    pass


def make():
    return OldFactory()
