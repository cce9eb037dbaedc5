"""Copies from before the split of the service."""
