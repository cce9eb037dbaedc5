try:
    import fastjson as json
except ImportError:
    import json


class Letter:
    def __init__(self, text):
        self.text = json.dumps(text)


class LetterFactory:
    def create(self, text):
        return Letter(text)
