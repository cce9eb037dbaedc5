class Kettle:
    def boil(self):
        return 100

    def pour(self):
        return 1


def create_kettle():
    return Kettle()
