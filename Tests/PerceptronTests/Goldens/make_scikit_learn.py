"""Writes scikit_learn.json: loss curves and weights of scikit-learn's MLP.

Made with scikit-learn 1.9.1, numpy 2.4.6. The data are drawn from RandomState(5), so that the test
draws them again: 130 rows of 5 normal columns; classes and values follow from the columns.
"""

import json
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn.neural_network import MLPClassifier, MLPRegressor

warnings.simplefilter("ignore")
ROWS, COLUMNS = 130, 5
x = np.random.RandomState(5).standard_normal((ROWS, COLUMNS))
TARGETS = {
    "logistic": (x[:, 0] + x[:, 1] > 0).astype(int),
    "softmax": (x[:, 0] + x[:, 1] > -0.5).astype(int) + (x[:, 0] + x[:, 1] > 0.5).astype(int),
    "identity": x[:, 0] * x[:, 1] + x[:, 2],
}
SGD = {"solver": "sgd", "learning_rate_init": 0.05, "momentum": 0.9, "nesterovs_momentum": True}
# Beyond these iterations roundings decide: scikit-learn then differs as much from itself with its rows
# in another order.
LBFGS = {"solver": "lbfgs", "max_iter": 60}
SHORT = 8
CASES = [
    ("logistic", "tanh", [8], {}),
    ("logistic", "logistic", [8, 5], {"batch_size": 32, "learning_rate_init": 0.01}),
    ("logistic", "relu", [7, 6, 3], {"batch_size": 17, "shuffle": False}),
    ("logistic", "tanh", [9], {**SGD, "batch_size": 50, "alpha": 0.1}),
    ("softmax", "tanh", [8, 4], {**SGD, "nesterovs_momentum": False}),
    ("softmax", "relu", [16], {"batch_size": 1, "max_iter": 3}),
    ("softmax", "logistic", [5, 5, 5], {**SGD, "batch_size": 64, "learning_rate_init": 0.2}),
    ("softmax", "identity", [6], {"tol": 0.05, "n_iter_no_change": 3, "max_iter": 200}),
    ("identity", "tanh", [10], {"batch_size": 40, "alpha": 0.01}),
    ("identity", "relu", [8, 8], {**SGD, "momentum": 0.5, "learning_rate_init": 0.01}),
    ("identity", "logistic", [3], {**SGD, "momentum": 0.0, "batch_size": ROWS, "shuffle": False}),
    ("identity", "identity", [20], {"beta_1": 0.8, "beta_2": 0.99, "epsilon": 1e-6}),
    ("logistic", "tanh", [8], {**SGD, "learning_rate": "invscaling", "power_t": 0.3}),
    ("identity", "tanh", [8], {**SGD, "learning_rate": "invscaling", "batch_size": 30}),
    ("softmax", "tanh", [8], {**SGD, "learning_rate": "adaptive", "tol": 0.01, "max_iter": 120,
                              "n_iter_no_change": 2}),
    ("identity", "relu", [8], {**SGD, "learning_rate": "adaptive", "tol": 0.01, "max_iter": 120,
                               "n_iter_no_change": 2, "learning_rate_init": 0.01}),
    ("logistic", "tanh", [8], {"early_stopping": True, "n_iter_no_change": 4, "max_iter": 200,
                               "learning_rate_init": 0.01}),
    ("softmax", "relu", [8], {"early_stopping": True, "n_iter_no_change": 3, "max_iter": 200,
                              "learning_rate_init": 0.01, "validation_fraction": 0.2}),
    ("identity", "tanh", [8], {**SGD, "early_stopping": True, "n_iter_no_change": 3,
                               "max_iter": 200}),
    ("logistic", "relu", [8], {"weighted": True, "batch_size": 32}),
    ("softmax", "tanh", [8], {**SGD, "weighted": True, "alpha": 0.1}),
    ("identity", "tanh", [8], {"weighted": True, "batch_size": 33}),
    ("logistic", "tanh", [8], {"weighted": True, "early_stopping": True, "max_iter": 200,
                               "n_iter_no_change": 4, "learning_rate_init": 0.01}),
    ("logistic", "tanh", [8], LBFGS),
    ("logistic", "logistic", [6, 4], {**LBFGS, "alpha": 0.1, "weighted": True}),
    ("softmax", "tanh", [10], {**LBFGS, "alpha": 0.01}),
    ("softmax", "relu", [7, 6, 3], LBFGS),
    ("identity", "tanh", [8], {**LBFGS, "alpha": 0.1, "weighted": True}),
    ("identity", "identity", [5], {**LBFGS, "tol": 1e-6}),
]

cases = []
for output, activation, hidden, extra in CASES:
    parameters = {"max_iter": 50, "n_iter_no_change": 10, **extra}
    weighted = parameters.pop("weighted", False)
    weights = np.abs(x[:, 3]) + 0.5 if weighted else None
    kind = MLPRegressor if output == "identity" else MLPClassifier
    fits = {}
    for precision in ["float64", "float32"]:
        model = kind(hidden_layer_sizes=hidden, activation=activation, random_state=11, **parameters)
        if model.solver == "lbfgs" and precision == "float32":
            model.max_iter = SHORT
        targets = TARGETS[output]
        if output == "identity":
            targets = targets.astype(precision)
        model.fit(x.astype(precision), targets,
                  sample_weight=None if weights is None else weights.astype(precision))
        fits[precision] = {
            # lbfgs keeps the last loss only.
            "losses": [float(loss) for loss in getattr(model, "loss_curve_", [model.loss_])],
            "iterations": model.n_iter_,
            "limit": model.max_iter,
            "scores": [float(score) for score in getattr(model, "validation_scores_", None) or []],
            "weights": [weight.astype(float).ravel().tolist() for weight in model.coefs_],
            "biases": [bias.astype(float).tolist() for bias in model.intercepts_],
        }
    defaults = model.get_params()
    keys = ["solver", "learning_rate_init", "learning_rate", "power_t", "momentum",
            "nesterovs_momentum", "beta_1", "beta_2", "epsilon", "batch_size", "max_iter",
            "shuffle", "alpha", "tol", "n_iter_no_change", "early_stopping", "validation_fraction"]
    case = {key: defaults[key] for key in keys}
    if case["batch_size"] == "auto":
        case["batch_size"] = 200
    cases.append({**case, "output": output, "activation": activation, "hidden": hidden,
                  "weighted": weighted, "fits": fits})

path = pathlib.Path(__file__).with_name("scikit_learn.json")
path.write_text(json.dumps({"scikit_learn": sklearn.__version__, "cases": cases}, separators=(",", ":")))
