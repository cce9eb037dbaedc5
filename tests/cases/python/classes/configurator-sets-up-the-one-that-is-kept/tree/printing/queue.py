class PrintJob:
    def __init__(self, pages, tray):
        self.pages = pages
        self.tray = tray


class PrintJobFactory:
    def __init__(self, tray=1):
        self.tray = tray

    def create(self, pages):
        return PrintJob(pages, self.tray)


_factory_instance = None


def configure_print_job_factory(tray):
    global _factory_instance
    _factory_instance = PrintJobFactory(tray)
    return _factory_instance


def get_print_job_factory():
    if _factory_instance is None:
        raise RuntimeError("configure it first")
    return _factory_instance
