from printing.queue import get_print_job_factory


def send(pages):
    return get_print_job_factory().create(pages)
