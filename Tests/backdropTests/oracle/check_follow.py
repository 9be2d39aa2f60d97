"""Looks at `backdrop status --follow` through terminals of several sizes while two studies train.

Usage: check_follow.py BACKDROP ROOT. The daemon works on the inbox of ROOT, which must hold two studies that take
long. Prints what was seen; exits with 1 where a screen is not as it should be.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time

BACKDROP, ROOT = sys.argv[1:]
BLOCKS = "▁▂▃▄▅▆▇█"
LIMIT_SECONDS = 60


def follow(columns, rows, environment, good):
    """The first screen that is good, as it was written; the program is ended then."""
    main, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = subprocess.Popen(
        [BACKDROP, "status", "--follow", "--root", ROOT], stdin=terminal, stdout=terminal, stderr=terminal,
        env={**os.environ, "TERM": "xterm", **environment}, start_new_session=True)
    os.close(terminal)
    text, end = b"", time.monotonic() + LIMIT_SECONDS
    try:
        while time.monotonic() < end:
            if not select.select([main], [], [], 1)[0]:
                continue
            try:
                text += os.read(main, 65536)
            except OSError:
                sys.exit(f"it ended: {text.decode(errors='ignore')}")
            # A screen is whole when the next one begins.
            screens = text.decode(errors="ignore").split("\x1b[H")[1:-1]
            for screen in screens:
                if good(plain(screen)):
                    return screen
        last = plain(text.decode(errors="ignore").split("\x1b[H")[-2:][0])
        sys.exit(f"no good screen at {columns} columns; the last was:\n{last}")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()
        os.close(main)


def plain(screen):
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", screen).replace("\r", "")


def both_run(curves):
    """Whether both jobs train, each with a curve where there is room for one."""
    def good(text):
        lines = [line for line in text.split("\n") if " epoch " in line]
        return len(lines) == 2 and all(not curves or any(b in line for b in BLOCKS) for line in lines)
    return good


def require(condition, message):
    if not condition:
        sys.exit(message)


daemon = subprocess.Popen([BACKDROP, "watch", "--root", ROOT, "--jobs", "2", "--threads", "2", "--poll", "0.05", "-q"])
try:
    end = time.monotonic() + LIMIT_SECONDS
    while subprocess.run([BACKDROP, "status", "--root", ROOT], capture_output=True).returncode != 0:
        require(time.monotonic() < end, "the daemon makes no run log")
    for columns, rows, curves in ((160, 50, True), (100, 30, True), (80, 24, True), (60, 24, True), (40, 8, False)):
        for environment, coloured in (({}, True), ({"NO_COLOR": "1"}, False)):
            screen = follow(columns, rows, environment, both_run(curves))
            lines = plain(screen).rstrip("\n").split("\n")
            widest = max(map(len, lines))
            require(widest <= columns, f"{widest} cells at {columns} columns:\n{plain(screen)}")
            require(len(lines) <= rows, f"{len(lines)} lines on {rows}:\n{plain(screen)}")
            require(bool(re.search(r"\x1b\[[0-9;]*m", screen)) == coloured,
                    f"colours with {environment}: {screen!r}")
        print(f"{columns} columns: {widest} cells, {len(lines)} lines")
    piped = subprocess.run([BACKDROP, "status", "--root", ROOT], capture_output=True, check=True).stdout.decode()
    require("\x1b" not in piped and " epoch " in piped, f"a pipe gets {piped!r}")
    print("a pipe gets no colours")
finally:
    daemon.send_signal(signal.SIGTERM)
    daemon.wait()
