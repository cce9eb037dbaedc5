class VisaStamp:
    def __init__(self, country, day):
        self.country = country
        self.day = day


class StampFactory:
    def __init__(self, office):
        self.office = office

    def stamp_for(self, country):
        return VisaStamp(country, self.office.today())
