from mint.b import CoinFactory
from mint.a import Self
