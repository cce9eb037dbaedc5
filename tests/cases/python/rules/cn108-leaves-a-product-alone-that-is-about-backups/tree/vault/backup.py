class Backup:
    def __init__(self, source):
        self.source = source


class BackupFactory:
    def create(self, source):
        return Backup(source)
