from kitchen.soup import SoupFactory

dishes = {"today": "soup"}
line = f"today: {dishes["today"]} and {f"{SoupFactory.__name__}"}"
from kitchen.pots import Pot


def cook():
    return f'{'class Fake: pass'}'
