from kitchen.soup import *

Factory = SoupFactory
Hidden = Spoon
