"""Runs an exported ONNX model with onnxruntime on a CSV and compares the scores with those of `backdrop predict`.

Arguments: the ONNX file, the CSV, the scores, the tolerance. Prints how many rows agree.
"""

import csv
import json
import sys

import numpy
import onnxruntime

path, data, scores, tolerance = sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])
session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
with open(data, newline="") as file:
    rows = list(csv.DictReader(file))
inputs = {}
for node in session.get_inputs():
    cells = [row[node.name] for row in rows]
    if node.type == "tensor(double)":
        column = numpy.array([float(cell) if cell.strip() else numpy.nan for cell in cells])
    else:
        assert node.type == "tensor(string)", node.type
        column = numpy.array(cells, dtype=object)
    inputs[node.name] = column.reshape(-1, 1)
found = session.run(None, inputs)[0]
with open(scores, newline="") as file:
    table = list(csv.reader(file))
header, lines = table[0], table[1:]
meta = session.get_modelmeta().custom_metadata_map
classes = json.loads(meta["classes"])
names = [f"probability_{name}" for name in (classes[1:] if len(classes) == 2 else classes)] or ["prediction"]
expected = numpy.array([[float(line[header.index(name)]) for name in names] for line in lines])
assert found.shape == expected.shape, (found.shape, expected.shape)
difference = numpy.abs(found - expected) / numpy.maximum(1, numpy.abs(expected))
assert difference.max() <= tolerance, difference.max()
print(f"{len(rows)} rows agree, largest difference {difference.max():.3g}")
