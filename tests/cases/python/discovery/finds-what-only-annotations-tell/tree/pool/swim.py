from pool.build import create_lane


def swim(number):
    return create_lane(number)
