from printing.queue import get_print_job_factory


async def send(pages):
    factory = await get_print_job_factory()
    return factory.create(pages)
