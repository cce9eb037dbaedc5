# -*- coding: latin-1 -*-
"""Soup à la carte."""


class SoupFactory:
    name = "purée"
