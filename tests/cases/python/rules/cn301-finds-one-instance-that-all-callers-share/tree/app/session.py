"""The first user's session is everybody's."""


class Session:
    def __init__(self, user):
        self.user = user


class SessionFactory:
    _session = None

    @classmethod
    def get_session(cls, user):
        if cls._session is None:
            cls._session = Session(user)
        return cls._session


class Report:
    def __init__(self):
        self.lines = []

    def write(self, line):
        self.lines.append(line)


def create_report():
    """Says that it creates, and does so once; the attribute is the function's own."""
    if not hasattr(create_report, "made"):
        create_report.made = Report()
    return create_report.made


class ReportFactory:
    def create(self):
        return Report()


_current = None


def open_session(user):
    """Each caller replaces it for all the others."""
    global _current
    _current = Session(user)
    return _current
