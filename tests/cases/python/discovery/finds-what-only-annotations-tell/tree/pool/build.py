from typing import Optional

from pool.lanes import Lane

registry = {}


def create_lane(number: int) -> Lane:
    return registry["lane"](number)
