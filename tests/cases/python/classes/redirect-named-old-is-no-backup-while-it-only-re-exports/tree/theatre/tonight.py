from stage.old_lamps import LampFactory


def light(colour):
    return LampFactory().create(colour)
