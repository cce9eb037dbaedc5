import coinlib
import xml.dom
from coinlib.gold import GoldFactory
from mint import json
from mint.silver import SilverFactory
from xml.mint import Nothing

import mint.copper
