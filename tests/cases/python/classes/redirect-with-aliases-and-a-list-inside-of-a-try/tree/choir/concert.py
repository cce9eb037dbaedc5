from choir.managers.parts import PartFactory, SingerPartFactory


def sing(voice):
    return PartFactory().create(voice), SingerPartFactory
