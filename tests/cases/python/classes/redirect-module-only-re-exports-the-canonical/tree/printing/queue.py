class PrintJob:
    def __init__(self, pages):
        self.pages = pages


class PrintJobFactory:
    def create(self, pages):
        return PrintJob(pages)
