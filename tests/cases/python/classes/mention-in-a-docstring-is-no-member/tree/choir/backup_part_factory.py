"""How PartFactory was saved.

class PartFactory lived in choir/old.py until it was moved.
"""
# from choir.old import PartFactory
