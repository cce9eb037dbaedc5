class PrintJob:
    def __init__(self, pages):
        self.pages = pages


class PrintJobFactory:
    def create(self, pages):
        return PrintJob(pages)


_factory = None


async def get_print_job_factory():
    global _factory
    if _factory is None:
        _factory = PrintJobFactory()
    return _factory
