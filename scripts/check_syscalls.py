"""Checks that a unit's SystemCallFilter lets through what a traced program called.

Usage: check_syscalls.py UNIT TRACE, with TRACE written by `strace -f -o TRACE`. The groups are asked from
`systemd-analyze syscall-filter`. Also: nothing maps memory that is both writable and executable
(MemoryDenyWriteExecute), and no socket but of the Unix domain is made (RestrictAddressFamilies).
"""

import re
import subprocess
import sys


def group(name):
    """The system calls of a group, with those of the groups in it."""
    text = subprocess.run(
        ["systemd-analyze", "syscall-filter", "--no-pager", name],
        check=True, capture_output=True, text=True).stdout
    calls = set()
    for line in text.splitlines()[1:]:
        word = line.strip()
        if word.startswith("@"):
            calls |= group(word)
        elif word and not word.startswith("#"):
            calls.add(word)
    return calls


allowed = set()
for line in open(sys.argv[1]):
    if line.startswith("SystemCallFilter="):
        words = line.split("=", 1)[1].strip()
        calls = set().union(*(group(word) for word in words.lstrip("~").split()))
        allowed = allowed - calls if words.startswith("~") else allowed | calls

# What the program asks for and does without where it is refused: a thread that hashes would stand back
# behind those that parse, and one that helps to train goes to another processor at once.
dispensable = {"setpriority", "sched_setaffinity"}

problems, called = [], set()
for line in open(sys.argv[2], errors="replace"):
    found = re.match(r"\d+ +(?:<\.\.\. )?([a-z_][a-z_0-9]*)[( ]", line)
    if not found:
        continue
    name = found.group(1)
    # exit and its like are always let through: systemd.exec(5).
    if name not in called and name not in allowed | dispensable | {
        "exit", "exit_group", "execve", "rt_sigreturn"
    }:
        problems.append(f"{name} is called, and the unit's filter refuses it")
    called.add(name)
    if name in ("mmap", "mprotect") and re.search(r"PROT_WRITE[^,]*PROT_EXEC", line):
        problems.append(f"writable and executable memory: {line.strip()}")
    if name == "socket" and "AF_UNIX" not in line:
        problems.append(f"a socket that is not of the Unix domain: {line.strip()}")
for problem in problems:
    print(problem, file=sys.stderr)
if not called:
    sys.exit("the trace is empty")
refused = sorted((called - allowed) & dispensable)
print(
    f"{len(called)} system calls, let through by the filter"
    + (f" but for {', '.join(refused)}, which nothing needs" if refused else ""))
sys.exit(1 if problems else 0)
