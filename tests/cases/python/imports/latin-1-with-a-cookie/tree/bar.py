# vim: set fileencoding=iso-8859-1 :
price = "5 £"
from kitchen.soup import SoupFactory  # crème
