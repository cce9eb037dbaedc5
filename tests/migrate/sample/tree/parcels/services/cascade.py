"""Looks for the trackers wherever they may be."""

try:
    from parcels.compat.tracking import TrackerFactory
except ImportError:
    try:
        from parcels.tracking.tracker import TrackerFactory
    except ImportError:
        try:
            from parcels.old.tracking import TrackerFactory
        except ImportError:
            TrackerFactory = None


def open_tracker(parcel):
    # None is what the last arm leaves
    if TrackerFactory is None:
        return None
    return TrackerFactory().create(parcel)
