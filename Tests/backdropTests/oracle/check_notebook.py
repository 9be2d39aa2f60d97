"""Compares a run log with the numbers that the founding notebook printed.

usage: check_notebook.py RUNS.sqlite EXPECTED.json [--correct-derivative] [--model NAME] [--data CSV]

Reads v_runs and v_epochs of the newest job of the model: the losses at epochs 1, 101, 201 … and the
test loss to 4 decimals, the test accuracy in percent to 2. The notebook prints the loss before
update i at iteration i, which is that of epoch i + 1. With --data the first x of the CSV are
compared too, to 8 decimals.

Prints each difference, and last how many numbers agree. Exit code 0 when all do, else 1. Needs
Python's standard library alone.
"""

import argparse
import csv
import json
import pathlib
import sqlite3
import sys


class Comparison:
    """Counts numbers that agree as printed, and keeps a line for each that does not."""

    def __init__(self):
        self.agreeing = 0
        self.differences = []

    def compare(self, what, expected, found, decimals, scale=1.0):
        printed = "nothing" if found is None else f"{found * scale:.{decimals}f}"
        if printed == expected:
            self.agreeing += 1
        else:
            self.differences.append(f"{what}: expected {expected}, found {printed} ({found!r})")


def newest_job(log, model):
    """The runs of the newest job of a model, in order of start."""
    rows = log.execute(
        "SELECT run, job, name, state, epochs_run, test_loss, test_accuracy FROM v_runs"
        " WHERE model = ?", (model,)).fetchall()
    return [row for row in rows if row["job"] == rows[-1]["job"]] if rows else []


def compare_run(comparison, log, run, expected, numbers):
    """One run: the losses every 100 epochs, the test loss and the accuracy."""
    name = expected["name"]
    epochs = dict(log.execute("SELECT epoch, train_loss FROM v_epochs WHERE run = ?", (run["run"],)))
    if run["state"] != "done":
        comparison.differences.append(f"{name}: its state is {run['state']}, not done")
    if sorted(epochs) != list(range(1, expected["epochs"] + 1)):
        comparison.differences.append(
            f"{name}: expected epochs 1 to {expected['epochs']}, found {len(epochs)} of them")
    if run["epochs_run"] != expected["epochs"]:
        comparison.differences.append(
            f"{name}: expected epochs_run {expected['epochs']}, found {run['epochs_run']}")
    for index, loss in enumerate(numbers["losses"]):
        epoch = 100 * index + 1
        comparison.compare(f"{name}: loss at epoch {epoch}", loss, epochs.get(epoch), 4)
    comparison.compare(f"{name}: test loss", numbers["test_loss"], run["test_loss"], 4)
    comparison.compare(f"{name}: test accuracy in percent",
                       numbers["test_accuracy_percent"], run["test_accuracy"], 2, scale=100)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("log", metavar="RUNS.sqlite", type=pathlib.Path)
    parser.add_argument("expected", metavar="EXPECTED.json", type=pathlib.Path)
    parser.add_argument("--correct-derivative", action="store_true",
                        help="the tanh runs were trained with the right derivative")
    parser.add_argument("--model", default="notebook")
    parser.add_argument("--data", metavar="CSV", type=pathlib.Path)
    arguments = parser.parse_args()

    expected = json.loads(arguments.expected.read_text(encoding="utf-8"))
    try:
        log = sqlite3.connect(f"{arguments.log.resolve().as_uri()}?mode=ro", uri=True)
        log.row_factory = sqlite3.Row
        runs = newest_job(log, arguments.model)
    except sqlite3.Error as error:
        print(f"{arguments.log}: {error}")
        return 1
    comparison = Comparison()

    names = [run["name"] for run in runs]
    expected_names = [run["name"] for run in expected["runs"]]
    if names != expected_names:
        comparison.differences.append(f"expected the runs {expected_names}, found {names}")
    for run in runs:
        for wanted in expected["runs"]:
            if run["name"] == wanted["name"]:
                other = wanted.get("with_the_correct_derivative")
                numbers = other if arguments.correct_derivative and other else wanted
                compare_run(comparison, log, run, wanted, numbers)

    if arguments.data:
        with arguments.data.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        for index, x in enumerate(expected["x_first_five"]):
            comparison.compare(f"x in row {index + 1}", f"{x:.8f}", float(rows[index]["x"]), 8)

    for difference in comparison.differences:
        print(difference)
    print(f"{comparison.agreeing} numbers agree, {len(comparison.differences)} differences")
    return 1 if comparison.differences or not comparison.agreeing else 0


if __name__ == "__main__":
    sys.exit(main())
