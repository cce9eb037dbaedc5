from printing.compat import PrintJobFactory


def jobs():
    return PrintJobFactory()
