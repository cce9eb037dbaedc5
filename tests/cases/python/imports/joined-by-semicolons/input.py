import sys; from kitchen.soup import SoupFactory; import json as j
if sys: from kitchen.soup import Soup; import kitchen.pots
x = 1; import last;
