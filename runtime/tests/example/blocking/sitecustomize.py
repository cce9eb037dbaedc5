"""SIGUSR2 keeps the interpreter's lock until standard input has a byte: as an extension does that never lets go of it."""

import ctypes
import signal


def block(number, frame):
    ctypes.PyDLL(None).read(0, ctypes.create_string_buffer(1), 1)


signal.signal(signal.SIGUSR2, block)
