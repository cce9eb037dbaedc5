"""One carrier and what it takes."""

from parcels.errors import TooHeavy


LIMITS = {"bike": 5, "van": 300, "truck": 9000}


class Carrier:
    """Takes parcels up to a weight."""

    def __init__(self, code, limit, timeout=30):
        self.code = code
        self.limit = limit
        self.timeout = timeout

    def accept(self, weight):
        if weight > self.limit:
            raise TooHeavy(f"{self.code} takes at most {self.limit}")
        return f"{self.code}:{weight}"
