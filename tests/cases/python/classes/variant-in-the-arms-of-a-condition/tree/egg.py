from clock.timers import create_timer


def soft():
    return create_timer(240)
