from vault.backup import BackupFactory


def run(source):
    return BackupFactory().create(source)
