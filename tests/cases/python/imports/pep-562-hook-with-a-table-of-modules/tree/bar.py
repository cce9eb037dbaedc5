from kitchen import SoupFactory
