from stage.lamps import LampFactory

lamps = LampFactory()
red = lamps.create("red")
