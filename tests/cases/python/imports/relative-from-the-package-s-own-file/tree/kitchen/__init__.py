from .soup import SoupFactory
from . import soup as soups
