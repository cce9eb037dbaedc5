class BackApp:
    def __init__(self):
        self.queues = {}

    def add(self, name):
        self.queues[name] = []


def create_app():
    app = BackApp()
    app.add("mail")
    return app
