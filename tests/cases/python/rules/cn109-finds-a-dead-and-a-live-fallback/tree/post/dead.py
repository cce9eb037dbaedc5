try:
    from post.letters import LetterFactory
except (ImportError, AttributeError):

    class LetterFactory:
        def create(self, text):
            return text
