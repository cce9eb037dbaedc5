import importlib
import importlib.util
import logging
import sys
from unittest import mock
from unittest.mock import patch

log = logging.getLogger("kitchen.soup.SoupFactory")
spec = importlib.util.find_spec("kitchen.soup")
module = importlib.import_module("kitchen.soup")
loaded = sys.modules["kitchen.soup"]
MOVED = ["kitchen.soup.SoupFactory"]
TABLE = {"kitchen.soup": "kitchen.stews"}
TEXT = "from kitchen.soup import SoupFactory"


@patch("kitchen.soup.SoupFactory")
@mock.patch('kitchen.soup.Soup', autospec=True)
@patch.object(module, "SoupFactory")
def test_soup(*stubs):
    with patch(f"{module.__name__}.Soup"), mock.patch(target="kitchen.soup.Pot"):
        importlib.import_module("kitchen." + "soup")
    monkeypatch.setattr("kitchen.soup.LADLES", 3)
