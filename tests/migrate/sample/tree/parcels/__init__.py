"""Parcels on their way: who carries them, what stands on the label, where they are."""
