#!/usr/bin/env python3
"""Runs a command and sends it a signal as soon as it would hear it; the exit code is what a shell makes of its end.

send_signal.py SIGNAL [--once FILE] COMMAND ...: SIGNAL as in INT. With --once it waits until FILE exists, too.
"""

import pathlib
import signal
import subprocess
import sys
import time

TICK = 0.002


def hears(process, number):
    """True once its handler stands: a time limit says nothing on a loaded machine."""
    for line in pathlib.Path(f"/proc/{process.pid}/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("SigCgt:"):
            return bool(int(line.split()[1], 16) >> (number - 1) & 1)
    return False


def main(arguments):
    number = signal.Signals["SIG" + arguments.pop(0)]
    mark = None
    if arguments[0] == "--once":
        mark = pathlib.Path(arguments[1])
        arguments = arguments[2:]
    with subprocess.Popen(arguments) as process:
        while process.poll() is None and not (hears(process, number) and (mark is None or mark.exists())):
            time.sleep(TICK)
        process.send_signal(number)
        code = process.wait()
    return 128 - code if code < 0 else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
