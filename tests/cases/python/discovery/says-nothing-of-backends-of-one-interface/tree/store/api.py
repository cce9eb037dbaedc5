from store.backends.disk import create_connection as disk
from store.backends.memory import create_connection as memory


def connect(kind, options):
    return {"disk": disk, "memory": memory}[kind](options)
