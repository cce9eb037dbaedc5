from unittest.mock import MagicMock, Mock

try:
    from kitchen.soup import SoupFactory
except ImportError:
    SoupFactory = Mock()
try:
    from kitchen.gone import StewFactory
except Exception:
    StewFactory = MagicMock(name="stew")
try:
    from kitchen.soup import BrothFactory
except:
    BrothFactory = object
