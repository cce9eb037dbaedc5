import json


class Connection:
    def __init__(self, path):
        self.path = path


class ConnectionFactory:
    def __init__(self, folder):
        self.folder = folder

    def create(self, name):
        path = self.folder / name
        path.write_text(json.dumps({}))
        return Connection(path)

    def close(self, connection):
        connection.path.unlink()
