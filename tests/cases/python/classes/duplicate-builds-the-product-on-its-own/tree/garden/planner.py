from garden.bed_factory import Bed


class BedFactory:
    def __init__(self, catalogue):
        self.catalogue = catalogue

    def build(self, name):
        row = self.catalogue.lookup(name)
        bed = Bed(row.length, row.width)
        bed.soil = row.soil
        bed.crops = list(row.crops)
        return bed
