from kitchen import Pot, SoupFactory, Unknown
