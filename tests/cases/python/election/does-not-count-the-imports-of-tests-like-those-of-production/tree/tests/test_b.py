from zoo.north import CageFactory
