from contextlib import asynccontextmanager


class PrintJob:
    def __init__(self, pages):
        self.pages = pages

    def close(self):
        self.pages = 0


class PrintJobFactory:
    def create(self, pages):
        return PrintJob(pages)


_factory = None


async def get_print_job_factory():
    global _factory
    if _factory is None:
        _factory = PrintJobFactory()
    return _factory


@asynccontextmanager
async def user_print_job(pages):
    factory = await get_print_job_factory()
    job = factory.create(pages)
    try:
        yield job
    finally:
        job.close()
