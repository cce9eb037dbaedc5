class Page:
    def __init__(self, body):
        self.body = body


class PageBuilder:
    def build(self, body):
        return Page(body)
