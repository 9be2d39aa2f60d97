"""Interrupts `backdrop predict` while it writes a file, and tells what is left.

usage: interrupt_predict.py SIGNAL MODEL DATA.csv OUTPUT

Sends the header and the first row through a pipe that stays open, waits for a file to appear in the
output's folder, and sends the signal. Prints the exit code and the names of the files that are left.
"""

import os
import signal
import subprocess
import sys
import time


def main(name, model, data, output):
    number = getattr(signal, "SIG" + name)
    folder = os.path.dirname(output)
    signal.signal(number, signal.SIG_DFL)
    process = subprocess.Popen(
        [os.environ["BACKDROP"], "predict", model, "-o", output, "-q"], stdin=subprocess.PIPE,
        start_new_session=True)
    with open(data, "rb") as file:
        process.stdin.write(file.readline() + file.readline())
    process.stdin.flush()
    deadline = time.monotonic() + 60
    while not os.listdir(folder) and time.monotonic() < deadline:
        time.sleep(0.001)
    appeared = len(os.listdir(folder))
    process.send_signal(number)
    code = process.wait(timeout=60)
    print(appeared, code, os.listdir(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
