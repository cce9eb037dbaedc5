from stage.lights import LampFactory


def light(colour):
    return LampFactory().create(colour)
