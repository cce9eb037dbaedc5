"""Derives, asks, catches by type."""

from shop.desk import DeskLampFactory
from shop.lights import LampFactory
from shop.names import NightLampFactory


class Green(LampFactory):
    def create(self, watt):
        return super().create(watt // 2)


class Desk(DeskLampFactory):
    pass


class Night(NightLampFactory):
    pass


def facts():
    yield [isinstance(item, type) for item in (LampFactory, DeskLampFactory, NightLampFactory)]
    yield isinstance(Green(), LampFactory), issubclass(Green, LampFactory), Green().create(8).watt
    yield isinstance(Desk(), DeskLampFactory), Desk().create(3).watt
    yield isinstance(Night(), NightLampFactory), Night().create(4).watt
