from stage.torch import TorchFactory


def light(colour):
    return TorchFactory().create_lamp(colour)
