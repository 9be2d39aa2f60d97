"""Scores a CSV with NumPy from a checkpoint alone, and compares with the scores that Backdrop gave.

usage: score_checkpoint.py MODEL.npz DATA.csv SCORES.csv

Everything comes out of model.json and the arrays: the columns, the scaling, the levels, the shape of
the network, the classes. Prints "N rows agree", or the first difference with exit code 1.
"""

import csv
import hashlib
import json
import sys

import numpy as np

ACTIVATIONS = {"sigmoid": lambda z: 1 / (1 + np.exp(-z)), "tanh": np.tanh,
               "relu": lambda z: np.maximum(z, 0), "identity": lambda z: z}


def features(model, rows):
    """The encoded rows, in double precision."""
    columns = []
    for encoding in model["encoder"]["columns"]:
        cells = [row[encoding["name"]] for row in rows]
        if encoding["kind"] == "numeric":
            values = np.array([float(cell) if cell else encoding["fill"] for cell in cells])
            columns.append((values - encoding["offset"]) / encoding["scale"])
            continue
        cells = [cell or encoding.get("fill") for cell in cells]
        columns += [np.array([cell == level for cell in cells], float) for level in encoding["levels"]]
        if encoding["has_missing_level"]:
            columns.append(np.array([not cell for cell in cells], float))
    return np.stack(columns, axis=1)


def scores(model, arrays, inputs):
    """Forward through the layers in the network's own precision."""
    architecture = model["architecture"]
    count = len(architecture["hidden"]) + 1
    values = inputs.astype(model["precision"])
    for layer in range(count):
        values = values @ arrays[f"layers/{layer}/weight"] + arrays[f"layers/{layer}/bias"]
        if layer < count - 1:
            values = ACTIVATIONS[architecture["activation"]](values)
    if architecture["output"] == "logistic":
        return 1 / (1 + np.exp(-values))
    if architecture["output"] == "softmax":
        powers = np.exp(values - values.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)
    return values


def predictions(model, values):
    """The classes as text, or nothing for a regression."""
    classes = model["target_encoder"]["classes"]
    if not classes:
        return None
    chosen = (values[:, 0] >= 0.5).astype(int) if len(classes) == 2 else values.argmax(axis=1)
    # Backdrop writes an apostrophe before what a spreadsheet would take for a formula.
    return [("'" if classes[index][0] in "=+-@" else "") + classes[index] for index in chosen]


def main(checkpoint, data, found):
    with np.load(checkpoint, allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files if name != "model.json"}
        model = json.loads(archive["model.json"])
    for entry in model["arrays"]:
        array = arrays[entry["name"]]
        assert list(array.shape) == entry["shape"] and array.dtype == entry["dtype"], entry
        assert hashlib.sha256(array.tobytes()).hexdigest() == entry["sha256"], entry
    layers = range(len(model["architecture"]["hidden"]) + 1)
    parameters = b"".join(arrays[f"layers/{layer}/{part}"].tobytes()
                          for layer in layers for part in ("weight", "bias"))
    assert hashlib.sha256(parameters).hexdigest() == model["weights_sha256"], "weights_sha256"
    tolerance = 1e-5 if model["precision"] == "float32" else 1e-12
    probe = scores(model, arrays, arrays["probe/inputs"])
    assert np.allclose(probe, arrays["probe/scores"], rtol=tolerance, atol=tolerance), "probe"
    with open(data, newline="") as file:
        rows = list(csv.DictReader(file))
    values = scores(model, arrays, features(model, rows))
    with open(found, newline="") as file:
        written = list(csv.reader(file))[1:]
    assert len(written) == len(rows), (len(written), len(rows))
    numbers = np.array([row[-values.shape[1]:] for row in written], float)
    assert np.allclose(numbers, values, rtol=tolerance, atol=tolerance), abs(numbers - values).max()
    expected = predictions(model, values)
    if expected:
        assert [row[0] for row in written] == expected
    print(f"{len(rows)} rows agree")


if __name__ == "__main__":
    main(*sys.argv[1:])
