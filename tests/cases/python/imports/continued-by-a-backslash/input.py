from kitchen.soup \
    import SoupFactory, \
    Soup as Hot
import kitchen.stews, \
       kitchen.broth as b
from \
  kitchen \
  . soup import Ladle
