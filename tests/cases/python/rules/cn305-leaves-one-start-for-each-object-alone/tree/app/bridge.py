"""The bridge that everything is told through."""


class Bridge:
    def __init__(self):
        self.sent = []

    def initialize(self):
        self.sent.append("hello")

    def close(self):
        self.sent.append("bye")

    def send(self, text):
        self.sent.append(text)
