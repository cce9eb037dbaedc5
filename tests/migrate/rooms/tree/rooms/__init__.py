"""Rooms for users."""
