from printing.queue import PrintJobFactory


def jobs():
    return PrintJobFactory()
