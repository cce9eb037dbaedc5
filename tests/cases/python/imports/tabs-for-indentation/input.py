try:
	from kitchen.soup import SoupFactory
except ImportError:
	SoupFactory = None


class Pot:
	def create(self):
		if self:
			import kitchen.pots
		return kitchen.pots.Pot()
