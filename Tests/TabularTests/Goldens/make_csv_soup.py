"""Writes random small CSVs, valid and broken, and what Python's csv module (strict) reads from them.

Arguments: count, seed. One JSON object a line: {"text": ..., "rows": [[...]] or null when csv refuses it}.
"""

import csv
import io
import json
import random
import sys

PIECES = ["a", "7", "é", " ", ",", ",", "\n", "\n", "\r\n", '"', '"', '""', "x,y", '"q"', '"a,b"',
          '"l\n2"', '"d""d"', "\r", ";", "'"]


def well_formed(generator):
    columns = generator.randrange(1, 5)
    end = generator.choice(["\n", "\r\n"])
    rows = []
    for _ in range(generator.randrange(1, 6)):
        cells = []
        for _ in range(columns):
            cell = "".join(generator.choice('ab1é ,"\n\r') for _ in range(generator.randrange(5)))
            if any(mark in cell for mark in ',"\n\r') or generator.random() < 0.2 or not cell:
                cell = '"' + cell.replace('"', '""') + '"'
            cells.append(cell)
        rows.append(",".join(cells))
    return end.join(rows) + generator.choice(["", end])


def soup(generator):
    return "".join(generator.choice(PIECES) for _ in range(generator.randrange(1, 16)))


generator = random.Random(int(sys.argv[2]))
for _ in range(int(sys.argv[1])):
    text = well_formed(generator) if generator.random() < 0.5 else soup(generator)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        rows = None
    print(json.dumps({"text": text, "rows": rows}, ensure_ascii=True))
