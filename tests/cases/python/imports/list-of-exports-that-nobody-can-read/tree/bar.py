from kitchen.soup import *
