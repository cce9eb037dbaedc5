from post.dead import LetterFactory
from post.live import LetterFactory as Other


def write(text):
    return LetterFactory().create(text), Other
