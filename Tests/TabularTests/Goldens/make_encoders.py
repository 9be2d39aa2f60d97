"""Writes encoders.json: features as scikit-learn 1.9.1 makes them (with numpy 2.4.6).

Each case has a CSV, the training rows, the settings, and the matrix of all rows.
"""

import json
import pathlib

import numpy as np
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler, OneHotEncoder, StandardScaler

generator = np.random.default_rng(11)
SCALERS = {"standard": StandardScaler, "minmax": MinMaxScaler, "none": FunctionTransformer}


def cell(value):
    if value is None or isinstance(value, float) and np.isnan(value):
        return ""
    return value if isinstance(value, str) else repr(float(value))


def numeric(values, train, scale, missing, indicator):
    values = np.asarray(values, dtype=float).reshape(-1, 1)
    pipeline = make_pipeline(SimpleImputer(strategy=missing), SCALERS[scale]())
    scaled = pipeline.fit(values[train]).transform(values)
    if not indicator:
        return scaled
    marks = MissingIndicator(error_on_new=False).fit(values[train]).transform(values)
    return np.hstack([scaled, marks.astype(float)])


def categorical(values, train, max_categories):
    values = np.asarray(values, dtype=object).reshape(-1, 1)
    encoder = OneHotEncoder(handle_unknown="infrequent_if_exist", max_categories=max_categories,
                            sparse_output=False)
    return encoder.fit(values[train]).transform(values)


def case(columns, train, scale, missing, max_categories=100, indicator=False):
    parts = []
    for values in columns.values():
        if isinstance(values[0], str):
            parts.append(categorical(values, train, max_categories))
        else:
            parts.append(numeric(values, train, scale, missing, indicator))
    names = list(columns) + ["target"]
    count = len(train) + len(train) // 2
    rows = [[cell(columns[name][row]) for name in columns] + [str(row % 2)] for row in range(count)]
    return {
        "csv": "\n".join(",".join(row) for row in [names] + rows) + "\n",
        "train": [int(row) for row in train], "scale": scale, "missing": missing,
        "maxCategories": max_categories, "missingIndicator": indicator,
        "features": np.hstack(parts).tolist(),
    }


cases = []
for scale in SCALERS:
    for missing in ("mean", "median", "most_frequent"):
        count = 60
        train = generator.permutation(count)[:40]
        holes = generator.normal(size=count).round(1)
        holes[generator.random(count) < 0.2] = np.nan
        holes[train[0]] = 0.5
        columns = {
            "normal": generator.normal(1e3, 2, size=count),
            "large": generator.normal(1e9, 1e-3, size=count),
            "constant": np.full(count, 0.1),
            "holes": holes,
            "colour": [str(value) for value in generator.choice(["red", "green", "Blue", "é"], count)],
        }
        # A level that only a test row has.
        unseen = next(row for row in range(count) if row not in set(train))
        columns["colour"][unseen] = "never trained"
        cases.append(case(columns, train, scale, missing))
# Rare levels, many of them equally frequent, and indicators.
for number, max_categories in enumerate((2, 3, 5, 8, 12)):
    count = 120
    train = generator.permutation(count)[:80]
    holes = generator.normal(size=count).round(1)
    holes[generator.random(count) < 0.1] = np.nan
    late = generator.normal(size=count).round(1)
    late[[row for row in range(count) if row not in set(train)][0]] = np.nan
    levels = generator.permutation([f"level {letter}" for letter in "abcdefghij"])
    cases.append(case({
        "holes": holes, "late": late,
        "even": [str(value) for value in generator.choice(levels, count)],
        "skewed": [levels[min(9, int(value))] for value in generator.exponential(2, count)],
    }, train, "standard", "mean", max_categories, indicator=True))
pathlib.Path(__file__).with_name("encoders.json").write_text(json.dumps(cases) + "\n")
