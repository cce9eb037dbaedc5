# coding: utf-8
class A:
	b = c
	def d(self): return b
