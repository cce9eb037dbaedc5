import bom
class Crlf:
	def tabbed(self):
		return 1

