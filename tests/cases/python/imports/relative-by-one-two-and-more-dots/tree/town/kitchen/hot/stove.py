from . import pot
from .pot import Pot
from .. import soup
from ..soup import SoupFactory as One
from ...kitchen.soup import SoupFactory as Two
from ... import kitchen
from .... import beyond
from .missing import Nothing
