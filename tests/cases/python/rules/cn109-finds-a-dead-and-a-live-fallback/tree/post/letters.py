class Letter:
    def __init__(self, text):
        self.text = text


class LetterFactory:
    def create(self, text):
        return Letter(text)


def create_letter(text):
    return LetterFactory().create(text)
