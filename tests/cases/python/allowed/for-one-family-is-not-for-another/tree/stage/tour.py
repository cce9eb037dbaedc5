from stage.lights import CurtainFactory, LampFactory


def light(colour):
    return LampFactory().create(colour), CurtainFactory
