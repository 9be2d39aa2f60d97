"""Shows that the memory of `backdrop predict` does not grow with the file.

usage: predict_memory.py [--backdrop FILE] [--gigabytes N]

Trains a small model, pipes rows into `backdrop predict`, more and more of them, in every way of writing, and prints
the time and the peak memory of each. Exit code 1 when one needs 100 MB or more. Needs Python alone: the rows never
stand on the disk.
"""

import argparse
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

LIMIT = 100
COLUMNS = 20


def rows(count, seed):
    """Lines of numbers, now and then a missing one, a category and a label."""
    source = random.Random(seed)
    lines = []
    for _ in range(count):
        values = [f"{source.gauss(0, 1):.7f}" if source.random() > 0.01 else "" for _ in range(COLUMNS)]
        label = "yes" if float(values[0] or 0) + source.gauss(0, 1) > 0 else "no"
        lines.append(",".join(values + [source.choice("abcde"), label]) + "\n")
    return "".join(lines)


def scored(command, header, chunk, times):
    """Pipes the chunk into a command so many times, and gives its seconds and its peak in MB."""
    start = time.perf_counter()
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=nowhere)
        process.stdin.write(header)
        for _ in range(times):
            process.stdin.write(chunk)
        process.stdin.close()
        _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command} failed with {status}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--backdrop", default=".build/release/backdrop", type=pathlib.Path)
    parser.add_argument("--gigabytes", default=1.0, type=float)
    arguments = parser.parse_args()
    backdrop = arguments.backdrop.resolve()
    header = (",".join(f"x{index}" for index in range(COLUMNS)) + ",kind,y\n").encode()
    chunk = rows(20_000, 1).encode()
    highest = 0
    with tempfile.TemporaryDirectory() as folder:
        train = pathlib.Path(folder, "train.csv")
        train.write_bytes(header + chunk)
        subprocess.run(
            [backdrop, "train", train, "--root", folder, "--set", "model=m", "--set", "training.epochs=2",
             "--quiet"], check=True, stdout=subprocess.DEVNULL)
        predict = [backdrop, "predict", f"{folder}/models/m/current.npz", "-", "--quiet"]
        print(f"{'':24}{'MB in':>8}{'seconds':>10}{'MB peak':>10}")
        for name, options in (
                ("scores", []), ("verdicts, all kept", ["--verdict", "--keep", "all"]),
                ("JSON Lines, packed", ["--format", "jsonl", "-o", f"{folder}/out.gz", "--force"])):
            for size in (0.001, 0.1, arguments.gigabytes):
                times = max(1, round(size * 1e9 / len(chunk)))
                seconds, peak = scored(predict + options, header, chunk, times)
                highest = max(highest, peak)
                print(f"{name:24}{times * len(chunk) / 1e6:8.0f}{seconds:10.1f}{peak:10.0f}")
    if highest >= LIMIT:
        sys.exit(f"{highest:.0f} MB is not below {LIMIT}")


if __name__ == "__main__":
    main()
