class Engine:
    def __init__(self, user):
        self.user = user

    def run(self, job):
        return (self.user, job)
