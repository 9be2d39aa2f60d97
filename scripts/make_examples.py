"""Writes the CSVs of pipeline/examples from scikit-learn's package data and NumPy's generator.

With --check nothing is written: exit code 1 when a file is missing or differs.
Made with the versions in scripts/requirements.txt; run it through scripts/make-examples.
"""

import argparse
import csv
import importlib.resources
import io
import pathlib
import sys

import numpy
import sklearn.datasets

EXAMPLES = pathlib.Path(__file__).resolve().parent.parent / "pipeline" / "examples"

IRIS_COLUMNS = ["sepal_length", "sepal_width", "petal_length", "petal_width"]


def dataset_from_scikit_learn(file_name, columns, target):
    """The CSV that scikit-learn carries, with column names and with class names for its numbers.

    The digits of every number are kept as they are.
    """
    source = importlib.resources.files("sklearn.datasets.data") / file_name
    first, *records = csv.reader(io.StringIO(source.read_text(encoding="utf-8")))
    rows, features, classes = int(first[0]), int(first[1]), first[2:]
    assert (len(records), len(columns)) == (rows, features), f"{file_name} is not as expected"
    lines = [",".join(columns + [target])]
    for *values, label in records:
        for text in values:
            # The package's text is already as short as it can be: "3.0" and "1001" both are.
            assert float(text) == float(repr(float(text))) and len(text) <= len(repr(float(text)))
        lines.append(",".join(values + [classes[int(label)]]))
    return lines


def iris():
    return dataset_from_scikit_learn("iris.csv", IRIS_COLUMNS, "species")


def breast_cancer():
    names = sklearn.datasets.load_breast_cancer().feature_names
    columns = [str(name).replace(" ", "_") for name in names]
    return dataset_from_scikit_learn("breast_cancer.csv", columns, "diagnosis")


def notebook():
    """1000 points in (-2, 2), labelled by their sign: NumPy's legacy generator, seed 42."""
    numpy.random.seed(42)
    x = numpy.random.uniform(-2, 2, (1000, 1))
    y = (x >= 0).astype(int)
    return ["x,y"] + [f"{float(a)!r},{int(b)}" for a, b in zip(x[:, 0], y[:, 0])]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check

    different = []
    for make in (iris, breast_cancer, notebook):
        path = EXAMPLES / f"{make.__name__}.csv"
        content = ("\n".join(make()) + "\n").encode("ascii")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        elif not path.is_file() or path.read_bytes() != content:
            different.append(str(path))
    for path in different:
        print(f"{path}: not what scripts/make-examples makes", file=sys.stderr)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
