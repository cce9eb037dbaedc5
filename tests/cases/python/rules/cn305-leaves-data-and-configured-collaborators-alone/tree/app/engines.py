"""None is an answer where nobody is asked to work."""


class Bridge:
    def send(self, text):
        return text


class Engine:
    def __init__(self, bridge, title=None, timeout=None):
        self.bridge = bridge
        self.title = title
        self.timeout = timeout

    def run(self):
        self.bridge.send("run")


class EngineFactory:
    def __init__(self, bridge=None):
        self.bridge = bridge or Bridge()

    def create(self):
        return Engine(bridge=self.bridge, title=None, timeout=None)
