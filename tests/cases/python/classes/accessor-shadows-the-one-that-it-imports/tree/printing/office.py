from printing.dependencies import get_print_job_factory


def send(request, pages):
    return get_print_job_factory(request).create(pages)
