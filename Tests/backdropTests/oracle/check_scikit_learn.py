"""Trains the same configurations with the program and with scikit-learn, and compares them.

usage: check_scikit_learn.py BACKDROP [--only TEXT]

Data: the five small datasets of scikit-learn's package, written as CSVs. Both sides split with
train_test_split(test_size=0.25, random_state=42), scale with the training part's mean and deviation, and
train with random_state 42. Compared in float64: the first 50 losses to 1e-9 relative, the number of
epochs, the final weights to 1e-6, the score on the test rows to 1e-6. In float32: the first 50 losses to
1e-4 relative. Of lbfgs, of which scikit-learn keeps the last loss only, that one to 1e-6 and the number of
iterations; in float32 to 1e-4 after 8 iterations, since each magnifies the roundings of those before it.

Prints for each configuration and precision the largest relative difference of its first 50 losses and the
largest difference of its weights. Exit code 0 when all agree, else 1.
"""

import argparse
import csv
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import warnings

import numpy as np
from sklearn import datasets
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler
from sklearn.utils.class_weight import compute_class_weight

DATA = {
    "breast_cancer": datasets.load_breast_cancer,
    "iris": datasets.load_iris,
    "wine": datasets.load_wine,
    "digits": datasets.load_digits,
    "diabetes": datasets.load_diabetes,
}
SGD = {"training.optimizer": "sgd", "training.learning_rate": 0.05}
STOP = {"training.early_stopping": True, "training.epochs": 150}
LBFGS = {"training.optimizer": "lbfgs", "training.epochs": 60}
WEIGHT = {"columns.weight": "w"}
BALANCED = {"training.class_weight": "balanced"}
CASES = [
    ("breast_cancer", {}),
    ("breast_cancer", {"network.activation": "sigmoid", "network.hidden": [20, 10]}),
    ("breast_cancer", {"network.activation": "relu", "network.hidden": [16, 8, 4]}),
    ("breast_cancer", {**SGD, "training.learning_rate_schedule": "invscaling"}),
    ("breast_cancer", {**SGD, "training.learning_rate_schedule": "adaptive",
                       "training.tolerance": 0.005, "training.patience": 2}),
    ("breast_cancer", {**STOP, "training.learning_rate": 0.01}),
    ("breast_cancer", {**SGD, "training.nesterov": False, "training.batch_size": 50}),
    ("iris", {"network.hidden": [16], "training.learning_rate": 0.01}),
    ("iris", {**SGD, "network.hidden": [8, 4], "training.batch_size": 16}),
    ("iris", {**SGD, "network.activation": "sigmoid", "training.momentum": 0,
              "training.batch_size": "full"}),
    ("iris", {"network.activation": "identity", "network.hidden": [5], "training.shuffle": False}),
    ("iris", {**SGD, **STOP, "network.hidden": [10], "training.validation_fraction": 0.2}),
    ("iris", {"network.activation": "relu", "network.hidden": [12, 12],
              "training.tolerance": 0.02, "training.patience": 3, "training.learning_rate": 0.01}),
    ("wine", {"network.hidden": [13]}),
    ("wine", {**SGD, "network.hidden": [6, 6], "training.learning_rate_schedule": "invscaling",
              "training.power_t": 0.25}),
    ("wine", {"network.activation": "sigmoid", "network.hidden": [9, 7, 5],
              "training.learning_rate": 0.02, "training.l2": 0.1}),
    ("wine", {**STOP, "network.activation": "relu", "network.hidden": [20],
              "training.learning_rate": 0.01}),
    ("digits", {"network.hidden": [32], "training.epochs": 60}),
    ("digits", {**SGD, "network.hidden": [24], "network.activation": "relu", "training.epochs": 60}),
    ("digits", {"network.hidden": [20, 20], "network.activation": "sigmoid",
                "training.learning_rate": 0.01, "training.epochs": 60, "training.batch_size": 64}),
    ("digits", {**SGD, **STOP, "network.hidden": [16], "training.learning_rate_schedule": "adaptive",
                "training.tolerance": 0.01, "training.patience": 3}),
    ("diabetes", {"network.hidden": [10], "training.learning_rate": 0.01}),
    ("diabetes", {"network.hidden": [8, 4], "network.activation": "sigmoid",
                  "training.learning_rate": 0.05}),
    ("diabetes", {**SGD, "network.hidden": [6], "training.learning_rate": 1e-5}),
    ("diabetes", {**SGD, "network.hidden": [5, 5], "network.activation": "relu",
                  "training.learning_rate": 1e-5, "training.learning_rate_schedule": "adaptive",
                  "training.tolerance": 5, "training.patience": 3}),
    ("diabetes", {**STOP, "network.hidden": [10], "network.activation": "identity",
                  "training.learning_rate": 0.05}),
    ("breast_cancer", {**LBFGS, "network.hidden": [10], "training.l2": 0.1}),
    ("breast_cancer", {**LBFGS, **WEIGHT, "network.activation": "sigmoid", "network.hidden": [8, 4],
                       "training.l2": 0.1}),
    ("iris", {**LBFGS, "network.hidden": [8]}),
    ("wine", {**LBFGS, **BALANCED, "network.hidden": [6, 5, 4], "training.l2": 0.01}),
    ("digits", {**LBFGS, "network.hidden": [20], "training.l2": 0.1}),
    ("diabetes", {**LBFGS, "network.hidden": [6], "network.activation": "identity"}),
    ("breast_cancer", {**WEIGHT, "network.hidden": [12], "training.batch_size": 32}),
    ("iris", {**SGD, **WEIGHT, **BALANCED, "network.hidden": [10], "training.l2": 0.05}),
    ("digits", {"network.hidden": [16], "training.epochs": 30,
                "training.class_weight": {"c1": 3, "c7": 0.25}}),
    ("diabetes", {**WEIGHT, "network.hidden": [8], "training.learning_rate": 0.01}),
    ("wine", {**STOP, **WEIGHT, **BALANCED, "network.hidden": [12], "training.learning_rate": 0.01}),
]


def write_csv(path, data, weights=None):
    """The dataset with the target last, class labels as c0, c1 …, in shortest round-trip form; weights
    stand in a column before it."""
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        extra = [] if weights is None else ["w"]
        writer.writerow([f"x{i}" for i in range(data.data.shape[1])] + extra + ["target"])
        label = (lambda y: repr(float(y))) if is_regression(data) else (lambda y: f"c{y}")
        for index, (row, y) in enumerate(zip(data.data, data.target)):
            extra = [] if weights is None else [repr(float(weights[index]))]
            writer.writerow([repr(float(value)) for value in row] + extra + [label(y)])


def row_weights(data):
    """A weight from 0.5 to 2.5 for each row."""
    return 0.5 + np.arange(len(data.target)) % 5 / 2


def sample_weights(data, y, settings, rows):
    """The weights of the training rows: column times class; None where all count the same."""
    weighted, chosen = "columns.weight" in settings, settings.get("training.class_weight")
    if not weighted and chosen is None:
        return None
    weights = row_weights(data)[rows] if weighted else np.ones(len(rows))
    if chosen is None:
        return weights
    classes = np.unique(y)
    if isinstance(chosen, dict):
        chosen = {int(label[1:]): weight for label, weight in chosen.items()}
        chosen = {label: chosen.get(label, 1) for label in classes}
    of_class = compute_class_weight(chosen, classes=classes, y=y, sample_weight=weights)
    return weights * of_class[np.searchsorted(classes, y)]


def is_regression(data):
    return not hasattr(data, "target_names")


def scikit_learn(data, settings, dtype):
    """The estimator fitted with the settings of a config, and its test score."""
    get = lambda key, default: settings.get(key, default)
    y = data.target.astype(float) if is_regression(data) else data.target
    rows, test_rows = train_test_split(np.arange(len(y)), test_size=0.25, random_state=42)
    parts = [part[chosen] for part in (data.data.astype(float), y) for chosen in (rows, test_rows)]
    scaler = StandardScaler().fit(parts[0])
    train, test = (scaler.transform(part).astype(dtype) for part in parts[:2])
    size = get("training.batch_size", 200)
    activation = get("network.activation", "tanh")
    estimator = (MLPRegressor if is_regression(data) else MLPClassifier)(
        hidden_layer_sizes=get("network.hidden", [100]),
        activation="logistic" if activation == "sigmoid" else activation,
        solver=get("training.optimizer", "adam"),
        alpha=get("training.l2", 0.0001),
        batch_size=len(train) if size == "full" else min(size, len(train)),
        learning_rate=get("training.learning_rate_schedule", "constant"),
        learning_rate_init=get("training.learning_rate", 0.001),
        power_t=get("training.power_t", 0.5),
        max_iter=get("training.epochs", 200),
        shuffle=get("training.shuffle", True),
        tol=get("training.tolerance", 1e-4),
        momentum=get("training.momentum", 0.9),
        nesterovs_momentum=get("training.nesterov", True),
        early_stopping=get("training.early_stopping", False),
        validation_fraction=get("training.validation_fraction", 0.1),
        n_iter_no_change=get("training.patience", 10),
        random_state=42,
    ).fit(train, parts[2].astype(dtype) if is_regression(data) else parts[2],
          sample_weight=sample_weights(data, parts[2], settings, rows))
    return estimator, estimator.score(test, parts[3])


def backdrop(program, folder, name, settings, precision):
    """The program's answer, epochs and weights."""
    options = [f"--set={key}={json.dumps(value)}" for key, value in settings.items()]
    name += "_weighted" * ("columns.weight" in settings)
    answer = json.loads(subprocess.run(
        [program, "train", f"{folder}/{name}.csv", "--root", folder, "--json", "--quiet", "--force",
         f"--set=training.precision={precision}", *options],
        check=True, capture_output=True, text=True).stdout)
    with sqlite3.connect(f"file:{folder}/pipeline/runs.sqlite?mode=ro", uri=True) as log:
        curve = log.execute(
            "SELECT train_loss FROM v_epochs WHERE run = ? ORDER BY epoch", (answer["run"],)).fetchall()
    with np.load(answer["checkpoint"], allow_pickle=False) as arrays:
        weights = [arrays[f"layers/{i // 2}/{('weight', 'bias')[i % 2]}"]
                   for i in range(2 * (len(settings.get("network.hidden", [100])) + 1))]
    return answer, np.array([loss for loss, in curve]), weights


def compare(program, folder, name, settings, precision):
    """What differs beyond the bound, and the two largest differences."""
    data = DATA[name]()
    minimizes = settings.get("training.optimizer") == "lbfgs"
    if minimizes and precision == "float32":
        settings = {**settings, "training.epochs": 8}
    estimator, score = scikit_learn(data, settings, np.dtype(precision))
    answer, curve, weights = backdrop(program, folder, name, settings, precision)
    bound = 1e-9 if precision == "float64" else 1e-4
    if minimizes:
        bound, curve = (1e-6 if precision == "float64" else 1e-4), curve[-1:]
        expected = np.array([estimator.loss_], dtype=float)
    else:
        expected = np.array(estimator.loss_curve_, dtype=float)
    count = min(50, len(expected), len(curve))
    loss = np.max(np.abs(curve[:count] - expected[:count]) / np.abs(expected[:count]))
    theirs = [array for pair in zip(estimator.coefs_, estimator.intercepts_) for array in pair]
    weight = max(float(np.max(np.abs(a - b))) for a, b in zip(weights, theirs))
    problems = []
    if loss > bound:
        problems.append(f"losses differ by more than {bound:g}")
    # Thousands of roundings lie between a float32 run's losses and its stop.
    if answer["epochs_run"] != estimator.n_iter_ and precision == "float64":
        problems.append(f"{answer['epochs_run']} epochs instead of {estimator.n_iter_}")
    if precision == "float64":
        if weight > (1e-2 if minimizes else 1e-6):
            problems.append("weights differ")
        measured = answer["metrics"]["test"]["r2" if is_regression(data) else "accuracy"]
        if abs(measured - score) > 1e-6:
            problems.append(f"test score {measured} instead of {score}")
    return problems, loss, weight, answer["epochs_run"]


def main():
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    program = str(pathlib.Path(arguments.program).resolve())
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, load in DATA.items():
            write_csv(f"{folder}/{name}.csv", load())
            write_csv(f"{folder}/{name}_weighted.csv", load(), row_weights(load()))
        for name, settings in CASES:
            text = " ".join(f"{key.split('.')[-1]}={value}" for key, value in settings.items())
            if arguments.only not in f"{name} {text}":
                continue
            for precision in ("float64", "float32"):
                problems, loss, weight, epochs = compare(
                    program, folder, name, settings, precision)
                failed += bool(problems)
                print(f"{'FAIL' if problems else 'ok':4} {precision} loss {loss:.1e} "
                      f"weights {weight:.1e} epochs {epochs:3} {name} {text}", flush=True)
                for problem in problems:
                    print(f"     {problem}")
    print(f"{2 * len(CASES) - failed} passed, {failed} failed" if not arguments.only
          else f"{failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
