import warnings


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


async def create_print_job_factory():
    """Deprecated: use get_print_job_factory."""
    warnings.warn("use get_print_job_factory", DeprecationWarning, stacklevel=2)
    return await get_print_job_factory()


async def create_print_job(pages):
    factory = await get_print_job_factory()
    return factory.create(pages)
