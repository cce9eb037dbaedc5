from printing.queue import PrintJobFactory, get_print_job_factory


def get_print_job_factory(request) -> PrintJobFactory:
    if not hasattr(request.app.state, "print_job_factory"):
        raise RuntimeError("nobody has set up the printers")
    return request.app.state.print_job_factory
