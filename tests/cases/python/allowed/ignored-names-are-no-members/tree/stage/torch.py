from stage.lamps import Lamp


class TorchFactory:
    def create_lamp(self, colour):
        lamp = Lamp(colour)
        lamp.battery = 3
        return lamp
