import typing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kitchen.stews import SoupFactory
if typing.TYPE_CHECKING:
    from kitchen.soup import Soup
else:
    Soup = object


def serve(factory: "SoupFactory") -> "Soup":
    return factory.create()
