import food.hot.soup
from food.hot import soup
from ..hot.soup import SoupFactory
from food.hot.stew import StewFactory
