class FrontApp:
    def __init__(self, pages):
        self.pages = pages


def create_app():
    return FrontApp(["home"])
