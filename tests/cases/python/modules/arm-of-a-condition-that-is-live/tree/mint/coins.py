import sys

if sys.version_info >= (3,):
    from mint.new import CoinFactory
else:
    from mint.old import CoinFactory

if sys.version_info[0] == 2:
    class Purse:
        pass
else:
    class Purse:
        pass

try:
    from mint.gone import Mint
except ImportError:
    from mint.new import Mint

if True:
    Gold = 1
else:
    Gold = 2
