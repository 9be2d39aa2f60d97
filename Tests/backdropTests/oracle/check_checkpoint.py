"""Checks a model file with NumPy alone, and the scores that it gave.

usage: check_checkpoint.py MODEL.npz [DATA.csv SCORES.csv]

The container: `model.json` stands first, no member is stored twice or has a name that leaves a
folder, every time is the same. The arrays: numpy.load reads each of them without pickle, in C order
and little-endian; layers/0, layers/1 … are there with weight [fan_in x fan_out] and bias [fan_out],
the widths chain, all of one floating-point type and finite. model.json: plain JSON, and for every
array the SHA-256 that it names is that of the array's bytes. The scores: as many rows as the data,
every prediction a class of the model or a number, every probability within 0 and 1, those of several
classes with the sum 1 and the largest at the prediction.

Prints each problem, and last what was checked. Exit code 0 when nothing is wrong, else 1.
"""

import csv
import hashlib
import json
import math
import pathlib
import re
import sys
import zipfile

import numpy


def members(value, path=()):
    """Every key of a JSON document with its path and its value, however deep."""
    items = value.items() if isinstance(value, dict) else (
        enumerate(value) if isinstance(value, list) else ())
    for key, inner in items:
        yield path + (key,), inner
        yield from members(inner, path + (key,))


def check_container(file):
    """The order, the names and the times of the members."""
    with zipfile.ZipFile(file) as archive:
        broken = archive.testzip()
        infos = archive.infolist()
    names = [info.filename for info in infos]
    if broken:
        yield f"{broken}: its CRC is wrong"
    if names[:1] != ["model.json"]:
        yield f"expected model.json as the first member, found {names[:1]}"
    if len(set(names)) != len(names):
        yield f"a member is there twice: {names}"
    for name in names:
        if name.startswith("/") or ".." in name.split("/") or "\\" in name:
            yield f"{name}: not a plain relative name"
        if name != "model.json" and not name.endswith(".npy"):
            yield f"{name}: neither model.json nor an array"
    if len({info.date_time for info in infos}) > 1:
        yield "the members have different times, so equal models differ in their bytes"


def check_layers(arrays):
    """The weights and biases of layers 0, 1 … and how their shapes chain."""
    indices = sorted({int(match.group(1)) for name in arrays
                      if (match := re.fullmatch(r"layers/(\d+)/(?:weight|bias)", name))})
    if not indices or indices != list(range(len(indices))):
        yield f"expected layers 0, 1 …, found {indices}"
        return
    width = None
    for index in indices:
        weight, bias = (arrays.get(f"layers/{index}/{part}") for part in ("weight", "bias"))
        if weight is None or bias is None:
            yield f"layers/{index}: weight or bias is missing"
            return
        if weight.ndim != 2 or bias.shape != weight.shape[1:]:
            yield f"layers/{index}: weight {weight.shape} and bias {bias.shape} do not fit"
            return
        if width not in (None, weight.shape[0]):
            yield f"layers/{index}: takes {weight.shape[0]} inputs, but {width} come in"
        width = weight.shape[1]
    types = {str(array.dtype) for name, array in arrays.items() if name.startswith("layers/")}
    if not types <= {"float32"} and not types <= {"float64"}:
        yield f"expected one floating-point type in all layers, found {sorted(types)}"


def check_arrays(arrays):
    """What holds for every array, the probe's too."""
    for name, array in arrays.items():
        if array.dtype.hasobject or array.dtype.byteorder == ">":
            yield f"{name}: of type {array.dtype.str}"
        elif not array.flags.c_contiguous:
            yield f"{name}: in Fortran order"
        elif name.startswith("layers/") and not numpy.isfinite(array).all():
            yield f"{name}: holds NaN or an infinity"
    if not any(name.startswith("probe/") for name in arrays):
        yield "there is no probe"


def check_hashes(model, arrays):
    """The SHA-256 of every array, under whatever key model.json names it."""
    for name, array in arrays.items():
        found = hashlib.sha256(array.tobytes()).hexdigest()
        named = [inner for path, inner in members(model)
                 if isinstance(inner, str) and path[-1] in (name, f"{name}.npy")]
        named += [inner.get("sha256") for _, inner in members(model)
                  if isinstance(inner, dict) and inner.get("name") in (name, f"{name}.npy")]
        named += [inner.get("sha256") for path, inner in members(model)
                  if isinstance(inner, dict) and path[-1] in (name, f"{name}.npy")]
        if not named:
            yield f"{name}: model.json does not name its SHA-256"
        elif named[0] != found:
            yield f"{name}: its SHA-256 is {found}, model.json says {named[0]}"


def check_scores(data, scores):
    """As many scores as rows, and probabilities that are some."""
    with data.open(newline="", encoding="utf-8-sig") as file:
        rows = sum(1 for _ in csv.DictReader(file))
    with scores.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        found = list(reader)
        columns = reader.fieldnames or []
    prefix = "probability_"
    probable = [column for column in columns if column.startswith(prefix)]
    if "prediction" not in columns:
        yield f"{scores.name}: no column prediction, only {columns}"
        return
    if len(found) != rows:
        yield f"{scores.name}: expected {rows} rows, found {len(found)}"
    for number, row in enumerate(found, start=1):
        values = {column[len(prefix):]: float(row[column]) for column in probable}
        if not all(0 <= value <= 1 for value in values.values()):
            yield f"{scores.name}: row {number}: a probability outside 0 to 1: {values}"
        elif not probable and not math.isfinite(float(row["prediction"])):
            yield f"{scores.name}: row {number}: the prediction is {row['prediction']}"
        elif len(values) == 1:
            (positive, value), = values.items()
            if value != 0.5 and (row["prediction"] == positive) != (value > 0.5):
                yield f"{scores.name}: row {number}: {row['prediction']} with {positive} at {value}"
        elif values:
            if abs(sum(values.values()) - 1) > 1e-5:
                yield f"{scores.name}: row {number}: the probabilities add up to {sum(values.values())}"
            if values.get(row["prediction"]) != max(values.values()):
                yield f"{scores.name}: row {number}: {row['prediction']} is not the most probable"


def main(arguments):
    if len(arguments) not in (1, 3):
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 64
    file, *tables = map(pathlib.Path, arguments)
    try:
        problems = list(check_container(file))
        with numpy.load(file, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files if name != "model.json"}
        with zipfile.ZipFile(file) as archive:
            model = json.loads(archive.read("model.json"))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        print(f"{file}: {error}")
        return 1
    for check in (check_layers(arrays), check_arrays(arrays), check_hashes(model, arrays)):
        problems += check
    if tables:
        problems += check_scores(*tables)
    for problem in problems:
        print(problem)
    print(f"{len(arrays)} arrays" + (" and the scores" if tables else "") + " checked, "
          f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
