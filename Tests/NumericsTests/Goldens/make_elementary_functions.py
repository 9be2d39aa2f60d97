"""Writes elementary_functions.json: exp, log, tanh and the logistic function of doubles, that near 0 too.

Python's decimal computes exp and ln correctly rounded to any number of digits; 60 leave the two doubles
of each value, the nearest one and what it lacks, right in all their bits.
"""

import decimal
import json
import math
import pathlib
import random
import struct
from decimal import Decimal

COUNT = 600
decimal.getcontext().prec = 60
decimal.getcontext().Emin = -100_000
decimal.getcontext().Emax = 100_000


def logistic(x):
    return 1 / (1 + (-x).exp())


def tanh(x):
    # With the negative exponent the power does not grow; 60 digits outlast what cancels.
    power = (-2 * abs(x)).exp()
    return ((1 - power) / (1 + power)).copy_sign(x)


def sizes(low, high):
    """Log-uniform sizes between two powers of two."""
    return [2 ** draw.uniform(low, high) for _ in range(COUNT)]


def either(numbers):
    return [number if draw.random() < 0.5 else -number for number in numbers]


draw = random.Random(3)
near = [1 + draw.uniform(-0.3, 0.42) for _ in range(COUNT // 2)]
cases = {
    "exponential": (Decimal.exp, either(sizes(-30, 9.46)) + [-draw.uniform(708, 745) for _ in range(99)]),
    "logarithm": (Decimal.ln, sizes(-1074, 1024) + near),
    "tanh": (tanh, either(sizes(-28, 4.4)) + either([draw.uniform(0.1, 2) for _ in range(COUNT)])),
    "sigmoid": (logistic, either(sizes(-30, 9.5)) + [draw.uniform(-40, 20) for _ in range(COUNT)]),
    "centralSigmoid": (logistic, either(sizes(-30, -1)) + [draw.uniform(-0.5, 0.5) for _ in range(COUNT)]),
}


def pattern(number):
    return f"{struct.unpack('<Q', struct.pack('<d', number))[0]:016x}"


document = {}
for name, (function, inputs) in cases.items():
    rows = []
    for x in inputs:
        exact = function(Decimal(x))
        nearest = float(exact)
        if math.isinf(nearest):
            continue
        rows.append([pattern(x), pattern(nearest), pattern(float(exact - Decimal(nearest)))])
    document[name] = rows

path = pathlib.Path(__file__).with_name("elementary_functions.json")
parts = [
    f'"{name}": [\n' + ",\n".join(json.dumps(row) for row in rows) + "\n]"
    for name, rows in document.items()
]
path.write_text("{\n" + ",\n".join(parts) + "\n}\n")
