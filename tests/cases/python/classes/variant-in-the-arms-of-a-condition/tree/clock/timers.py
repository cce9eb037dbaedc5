import sys


class Timer:
    def __init__(self, handle):
        self.handle = handle


if sys.platform == "win32":

    def create_timer(seconds):
        import winclock

        handle = winclock.waitable(int(seconds * 1000))
        return Timer(handle)

else:

    def create_timer(seconds):
        import posixclock

        handle = posixclock.itimer(seconds, 0)
        posixclock.arm(handle)
        return Timer(handle)
