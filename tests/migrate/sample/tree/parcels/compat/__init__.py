"""Old paths that still work."""
