"""How to import:

from kitchen.soup import SoupFactory
"""
# from kitchen.stews import StewFactory
# try:
#     import kitchen.broth
# except ImportError: pass
HELP = '''
import kitchen.pots
class Pot: pass
'''
CODE = "import kitchen.ladles\nfrom kitchen.ladles import Ladle"
RAW = r"\
from kitchen.raw import Raw"
JOINED = "a" \
    "from kitchen.joined import Joined"


def cook():
    "import kitchen.fire"
    return f"""
from {HELP} import x
"""
