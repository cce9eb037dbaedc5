"""Where a parcel is."""

from __future__ import annotations

from parcels import clock


class Tracker:
    def __init__(self, parcel):
        self.parcel = parcel
        self.stops = []

    def see(self, place):
        self.stops.append((clock.now(), place))
        return len(self.stops)


class TrackerFactory:
    """Makes trackers, one for a parcel."""

    open_trackers = {}

    def create(self, parcel):
        if parcel not in self.open_trackers:
            self.open_trackers[parcel] = Tracker(parcel)
        return self.open_trackers[parcel]


def get_tracker_factory():
    return TrackerFactory()
