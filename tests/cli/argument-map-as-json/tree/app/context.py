class Context:
    def __init__(self, user_id, socket_client_id=None, notes: dict = None):
        self.user_id = user_id
