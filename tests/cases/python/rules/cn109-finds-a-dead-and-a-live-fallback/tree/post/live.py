try:
    from post.letters import LetterFactory, LetterRegistry
except ImportError:

    class LetterFactory:
        def create(self, text):
            return text
