"""Engines that tell a bridge what they do."""


class Bridge:
    def __init__(self):
        self.sent = []

    def send(self, text):
        self.sent.append(text)


class Engine:
    def __init__(self, bridge, notifier=None):
        self.bridge = bridge
        self.notifier = notifier

    def run(self):
        self.bridge.send("run")


class EngineFactory:
    def create(self):
        return Engine(bridge=None)

    def create_quiet(self):
        return Engine(Bridge(), notifier=None)
