from typing import Optional


class PrintJob:
    def __init__(self, pages):
        self.pages = pages


class PrintJobFactory:
    def create(self, pages):
        return PrintJob(pages)


_factory_instance: Optional[PrintJobFactory] = None


async def get_print_job_factory() -> PrintJobFactory:
    global _factory_instance
    if _factory_instance is None:
        _factory_instance = PrintJobFactory()
    return _factory_instance
