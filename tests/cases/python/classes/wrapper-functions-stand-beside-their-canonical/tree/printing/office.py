from printing.queue import create_print_job, create_print_job_factory


async def send(pages):
    return await create_print_job(pages), await create_print_job_factory()
