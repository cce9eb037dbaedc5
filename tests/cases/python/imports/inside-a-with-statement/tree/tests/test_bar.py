from unittest.mock import patch

with patch("kitchen.soup.SoupFactory") as stub, patch("kitchen.soup.LADLE", create=True):
    from kitchen.soup import SoupFactory


def test_bar():
    with patch.dict("os.environ", {"SOUP": "1"}):
        import kitchen.soup
