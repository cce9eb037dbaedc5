"""One label."""


class Label:
    def __init__(self, text, lines=3):
        self.text = text
        self.lines = lines

    def render(self):
        return "\n".join([self.text] * self.lines)
