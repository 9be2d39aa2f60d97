"""Writes random small CSVs, valid and broken, and what Python's csv module (strict) and float read from them.

Arguments: count, seed. One JSON object a line: {"text", "delimiter", "rows": [[...]] or null when csv
refuses it, "numbers": the bits of float() of each cell of rows as 16 hexadecimal digits, null when float
refuses the cell}.
"""

import csv
import io
import json
import random
import struct
import sys

PIECES = ["a", "7", "é", " ", "D", "D", "\n", "\n", "\r\n", '"', '"', '""', "xDy", '"q"', '"aDb"',
          '"l\n2"', '"d""d"', "\r", ";", "'", "1.5", "-3e2", "nan", "😀" * 20, "x" * 63, "y" * 130]
NUMBERS = ["0", "-0", "7", "+7", "1.", ".5", "-.5", "1e5", "1E-5", "1e+400", "1e-400", "1_000", "0x1f", "inf",
           "-Infinity", "nan", "NaN", "1 2", " 3 ", "\t4\t", "5\u00a0", "\u0666", "1e", ".", "-", "+-1", "1,5",
           "9007199254740993", "0.1", "123456789012345678901234567890", "2.2250738585072011e-308",
           "1.7976931348623158e308", "1.7976931348623159e308", "4.9e-324", "2.4e-324", "00012", "1d3"]


def well_formed(generator, delimiter):
    columns = generator.randrange(1, 5)
    end = generator.choice(["\n", "\r\n"])
    rows = []
    for _ in range(generator.randrange(1, 6)):
        cells = []
        for _ in range(columns):
            if generator.random() < 0.5:
                cell = number(generator)
            else:
                cell = "".join(generator.choice('ab1é ,;|\t"\n\r') for _ in range(generator.randrange(5)))
                cell *= generator.choice([1, 1, 1, 20])
            if any(mark in cell for mark in delimiter + '"\n\r') or generator.random() < 0.2 or not cell:
                cell = '"' + cell.replace('"', '""') + '"'
            cells.append(cell)
        rows.append(delimiter.join(cells))
    return end.join(rows) + generator.choice(["", end])


def number(generator):
    kind = generator.randrange(4)
    if kind == 0:
        return generator.choice(NUMBERS)
    if kind == 1:
        return repr(struct.unpack("<d", struct.pack("<Q", generator.getrandbits(64)))[0])
    if kind == 2:
        return f"{generator.uniform(-1000, 1000):.{generator.randrange(12)}f}"
    return "".join(generator.choice("0123456789..eE+-") for _ in range(generator.randrange(1, 12)))


def soup(generator, delimiter):
    pieces = [generator.choice(PIECES) for _ in range(generator.randrange(1, 16))]
    return "".join(pieces).replace("D", delimiter)


def bits(cell):
    try:
        value = float(cell)
    except ValueError:
        return None
    return f"{struct.unpack('<Q', struct.pack('<d', value))[0]:016x}"


generator = random.Random(int(sys.argv[2]))
for _ in range(int(sys.argv[1])):
    delimiter = generator.choice([",", ",", ";", "\t", "|"])
    text = (well_formed if generator.random() < 0.5 else soup)(generator, delimiter)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        rows = None
    print(json.dumps({
        "text": text, "delimiter": delimiter, "rows": rows,
        "numbers": rows and [[bits(cell) for cell in row] for row in rows],
    }, ensure_ascii=True))
