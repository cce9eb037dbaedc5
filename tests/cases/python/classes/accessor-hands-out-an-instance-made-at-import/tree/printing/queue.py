class PrintJob:
    def __init__(self, pages):
        self.pages = pages

    def close(self):
        self.pages = 0


class PrintJobFactory:
    def create(self, pages):
        return PrintJob(pages)


_factory = PrintJobFactory()


def get_print_job_factory():
    return _factory
