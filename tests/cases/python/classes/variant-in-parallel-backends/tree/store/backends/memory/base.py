class Connection:
    def __init__(self, rows):
        self.rows = rows


class ConnectionFactory:
    def create(self, name):
        return Connection({})

    def close(self, connection):
        connection.rows.clear()
