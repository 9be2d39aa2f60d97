"""Writes metrics.json: scores, targets and what scikit-learn makes of them.

Made with scikit-learn 1.9.1 and numpy 2.4.6: scripts/python-env names an interpreter with both.
"""

import json
import pathlib
import warnings

import numpy as np
from sklearn.calibration import calibration_curve
from sklearn.exceptions import UndefinedMetricWarning
from sklearn.metrics import (
    accuracy_score, average_precision_score, confusion_matrix, f1_score, mean_absolute_error, r2_score,
    roc_auc_score, root_mean_squared_error)
from sklearn.neural_network._base import binary_log_loss, log_loss, squared_loss

warnings.simplefilter("ignore", UndefinedMetricWarning)
warnings.filterwarnings("ignore", "No positive class")
random = np.random.RandomState(11)
cases = []


def calibration_error(truth, probability):
    """The mean distance of scikit-learn's ten bins from the diagonal, weighted by their rows."""
    observed, predicted = calibration_curve(truth, probability, n_bins=10)
    counts = np.bincount(np.searchsorted(np.linspace(0, 1, 11)[1:-1], probability), minlength=10)
    return np.average(np.abs(observed - predicted), weights=counts[counts > 0])


def binary(name, targets, scores, threshold=0.5):
    truth, probability = targets.ravel(), scores.ravel()
    predicted = probability >= threshold
    area = roc_auc_score(truth, probability) if 0 < truth.sum() < len(truth) else None
    cases.append({
        "name": name, "output": "logistic", "threshold": threshold, "scores": scores, "targets": targets,
        "loss": binary_log_loss(targets, scores), "accuracy": accuracy_score(truth, predicted),
        "roc_auc": area, "average_precision": average_precision_score(truth, probability),
        "f1": f1_score(truth, predicted), "calibration_error": calibration_error(truth, probability),
        "confusion": confusion_matrix(truth, predicted, labels=[0, 1])})


def multiclass(name, targets, scores):
    truth, predicted = targets.argmax(axis=1), scores.argmax(axis=1)
    labels = np.arange(scores.shape[1])
    complete = len(np.unique(truth)) == len(labels)
    top = scores.max(axis=1)
    cases.append({
        "name": name, "output": "softmax", "threshold": 0.5, "scores": scores, "targets": targets,
        "loss": log_loss(targets, scores), "accuracy": accuracy_score(truth, predicted),
        "roc_auc": roc_auc_score(truth, scores, multi_class="ovr") if complete else None,
        "average_precision": average_precision_score(targets, scores),
        "f1": f1_score(truth, predicted, average="macro"),
        "calibration_error": calibration_error(truth == predicted, top),
        "confusion": confusion_matrix(truth, predicted, labels=labels)})


def regression(name, targets, scores):
    cases.append({
        "name": name, "output": "identity", "threshold": 0.5, "scores": scores, "targets": targets,
        "loss": squared_loss(targets, scores), "r2": r2_score(targets, scores),
        "mae": mean_absolute_error(targets, scores),
        "rmse": root_mean_squared_error(targets, scores)})


def drawn(scores):
    targets = (random.uniform(size=scores.shape) < scores).astype(float)
    targets[::5] = 1 - targets[::5]
    return targets


scores = random.uniform(size=(200, 1))
binary("binary", drawn(scores), scores)
binary("another threshold", drawn(scores), scores, threshold=0.3)
scores = scores.copy()
scores[::9], scores[1::9] = 0.0, 1.0
binary("zeros and ones", drawn(scores), scores)
tied = np.round(random.uniform(size=(3000, 1)), 1)
binary("ties at the ends of the bins", drawn(tied), tied)
binary("all equal", drawn(np.full((50, 1), 0.4)), np.full((50, 1), 0.4))
binary("one positive", np.eye(60)[:, 17:18], random.uniform(size=(60, 1)))
binary("no positive", np.zeros((20, 1)), random.uniform(size=(20, 1)))
binary("no negative", np.ones((20, 1)), random.uniform(size=(20, 1)))
binary("nothing predicted", drawn(random.uniform(size=(30, 1))), random.uniform(size=(30, 1)) / 2.5)
large = random.uniform(size=(5000, 1))
binary("many rows", drawn(large), np.round(large, 3))


def softmax(rows, classes, digits=None):
    values = random.uniform(size=(rows, classes)) ** 3
    if digits is not None:
        values = np.round(values, digits) + 0.1
    return values / values.sum(axis=1, keepdims=True)


scores = softmax(200, 4)
multiclass("four classes", np.eye(4)[random.randint(4, size=200)], scores)
multiclass("ties", np.eye(3)[random.randint(3, size=300)], softmax(300, 3, digits=1))
multiclass("a class without rows", np.eye(4)[random.randint(3, size=100)], softmax(100, 4))
never = softmax(100, 5)
never[:, 4] = 0
multiclass("a class neither true nor predicted", np.eye(5)[random.randint(4, size=100)],
           never / never.sum(axis=1, keepdims=True))

targets = random.normal(1e4, 3, size=(200, 1))
regression("values", targets, targets + random.normal(0, 2, size=(200, 1)))
regression("a constant target", np.full((10, 1), 2.0), np.full((10, 1), 2.5))

for case in cases:
    for key, value in case.items():
        if value is not None and not isinstance(value, str):
            case[key] = np.asarray(value).tolist()
path = pathlib.Path(__file__).with_name("metrics.json")
path.write_text(json.dumps({"cases": cases}) + "\n")
