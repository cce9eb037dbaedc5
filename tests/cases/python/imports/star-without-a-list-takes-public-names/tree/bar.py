from kitchen.all import *
