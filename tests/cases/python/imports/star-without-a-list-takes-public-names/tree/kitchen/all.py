from kitchen.soup import *
from os.path import *
