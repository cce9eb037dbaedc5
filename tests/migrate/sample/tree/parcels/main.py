"""The whole way of a parcel, as a command."""

import sys

from parcels.services.booking import book


def main(arguments):
    parcel, code, weight = arguments
    accepted, label, tracker = book(parcel, code, int(weight))
    print(accepted, label, len(tracker.stops))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
