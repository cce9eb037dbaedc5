class Session:
    def __init__(self, channel):
        self.channel = channel


def create_session(channel):
    session = Session(channel)
    session.open = True
    return session
