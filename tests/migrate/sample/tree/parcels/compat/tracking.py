"""Old path of the trackers."""

from parcels.tracking.tracker import Tracker, TrackerFactory, get_tracker_factory

__all__ = ["Tracker", "TrackerFactory", "get_tracker_factory"]
