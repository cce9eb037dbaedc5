from printing.spool import PrintJobFactory


def jobs():
    return PrintJobFactory()
