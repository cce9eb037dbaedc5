"""Engines and where they come from."""
