class PrintJob:
    def __init__(self, pages):
        self.pages = pages


class PrintJobFactory:
    def create(self, pages):
        return PrintJob(pages)


def get_print_job_factory():
    return PrintJobFactory()
