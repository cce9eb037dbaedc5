from unittest.mock import Mock

try:
    from post.letters import LetterFactory
except ImportError:
    LetterFactory = None

try:
    from post.letters import Letter
except ImportError:
    Letter = Mock()


def write(text):
    try:
        return LetterFactory().create(text)
    except ValueError:

        class Torn(Exception):
            pass

        raise Torn(text)
