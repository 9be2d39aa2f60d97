"""Stands where systemd's notice socket would: writes every datagram that comes into a file, until killed.

Usage: notice_socket.py SOCKET FILE
"""

import os
import socket
import sys

address, path = sys.argv[1:]
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver, open(path, "wb", buffering=0) as file:
    os.chmod(path, 0o644)
    receiver.bind(address)
    while True:
        file.write(receiver.recv(65536).rstrip(b"\n") + b"\n")
