from post.stamps import Stamp


class StampMaker:
    @staticmethod
    def build_stamp(row):
        value = int(row["value"])
        if value > 100:
            raise ValueError("a forgery")
        return Stamp(value, row["country"].upper())
