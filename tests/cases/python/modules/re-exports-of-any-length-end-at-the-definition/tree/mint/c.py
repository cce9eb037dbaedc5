from mint.d import *
