from pool.lanes import Lane
from pool.build import registry


def make_lane(number) -> "Lane | None":
    maker = registry.get("night")
    if maker is None:
        return None
    lane = maker(number, dark=True)
    lane.number = number
    return lane
