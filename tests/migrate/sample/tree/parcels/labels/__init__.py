"""What stands on a parcel."""
