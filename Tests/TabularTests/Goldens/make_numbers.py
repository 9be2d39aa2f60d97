"""Writes random decimal texts with the double and the float that they are, bit for bit.

Without arguments: numbers.txt beside this file. With a count and a seed: that many lines on stdout.
Only Python's standard library: float() rounds correctly, and the float is checked by exact fractions.
"""

import pathlib
import random
import struct
import sys
from fractions import Fraction

LARGEST = struct.unpack("<f", struct.pack("<I", 0x7F7FFFFF))[0]


def bits32(value):
    return struct.unpack("<I", struct.pack("<f", value))[0]


def from32(bits):
    return struct.unpack("<f", struct.pack("<I", bits))[0]


def nearest32(text, value):
    """The float nearest to the text, ties to even; None when it is out of range."""
    magnitude = abs(value)
    if magnitude >= LARGEST + 2.0**103:
        return None
    bits = bits32(min(magnitude, LARGEST))
    sign = 0x80000000 if text.lstrip().startswith("-") else 0
    low = struct.unpack("<Q", struct.pack("<d", magnitude))[0] & 0x1FFFFFFF
    if 2.0**-120 < magnitude and abs(low - 0x10000000) > 4:
        return sign | bits
    if 0 < magnitude < 1e-60 or magnitude == 0:
        return sign | bits
    exact = abs(Fraction(text.strip()))
    candidates = [bits + step for step in (-1, 0, 1) if 0 <= bits + step <= 0x7F7FFFFF]
    best = min(candidates, key=lambda c: (abs(Fraction(from32(c)) - exact), c & 1))
    return sign | best


def digits(generator, count):
    return "".join(generator.choice("0123456789") for _ in range(count))


def number(generator):
    shape = generator.randrange(10)
    if shape == 0:  # any double
        bits = generator.getrandbits(63)
        value = struct.unpack("<d", struct.pack("<Q", bits))[0]
        text = repr(value if value == value and value < float("inf") else 1.5)
    elif shape == 1:  # subnormal
        text = repr(struct.unpack("<d", struct.pack("<Q", generator.getrandbits(52)))[0])
    elif shape == 2:  # halfway between two doubles, or a digit off
        bits = (generator.randrange(1, 2046) << 52) | generator.getrandbits(52)
        value = struct.unpack("<d", struct.pack("<Q", bits))[0]
        above = struct.unpack("<d", struct.pack("<Q", bits + 1))[0]
        if not 1e-20 < value < 1e20 or above == float("inf"):
            value, above = 1.0 + generator.randrange(9) * 2.0**-52, 1.0 + 9 * 2.0**-52
        middle = (Fraction(value) + Fraction(above)) / 2
        text = decimal(middle) + generator.choice(["", "1", "0000001"])
    elif shape == 3:  # halfway between two floats
        middle = (Fraction(from32(0x3F800000 + (n := generator.getrandbits(22)))) +
                  Fraction(from32(0x3F800001 + n))) / 2
        text = decimal(middle) + generator.choice(["", "1", "000000000000000000001"])
    else:
        before, after = generator.randrange(1, 16), generator.randrange(0, 16)
        text = digits(generator, before) + ("." + digits(generator, after) if after else "")
        if shape > 7:
            text += generator.choice("eE") + generator.choice(["", "+", "-"])
            text += str(generator.randrange(0, 330))
    return generator.choice(["", "", "-", "+"]) + text


def decimal(fraction):
    whole, rest = divmod(fraction.numerator, fraction.denominator)
    text = str(whole) + "."
    while rest and len(text) < 800:
        digit, rest = divmod(rest * 10, fraction.denominator)
        text += str(digit)
    return text + ("0" if text.endswith(".") else "")


def line(text):
    value = float(text)
    if abs(value) == float("inf"):
        return f"{text} - -"
    single = nearest32(text, value)
    double = struct.unpack("<Q", struct.pack("<d", value))[0]
    return f"{text} {double:016x} " + ("-" if single is None else f"{single:08x}")


def lines(count, seed):
    generator = random.Random(seed)
    return "\n".join(line(number(generator)) for _ in range(count)) + "\n"


if len(sys.argv) > 1:
    sys.stdout.write(lines(int(sys.argv[1]), int(sys.argv[2])))
else:
    pathlib.Path(__file__).with_name("numbers.txt").write_text(lines(3000, 1))
