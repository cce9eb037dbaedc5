from coinlib import *
