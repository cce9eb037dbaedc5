"""A second factory of kettles, so that there is a family."""
from app.kettles import Kettle


class KettleFactory:
    def create(self, water):
        kettle = Kettle(water)
        kettle.is_spare = True
        return kettle
