"""Training: eight cases against what people would use instead, NumPy, scikit-learn and CPU PyTorch.

usage: fit.py [--backdrop FILE] [--pairs N] [--quick] [--growth] [--save FILE] [CASE...]

Every contender is a process of its own that reads the case's CSV, standardizes it, trains and saves its model; the
contenders take turns, with 2 threads each unless the case says 1. Two times are taken: of the whole process, and
inside it of the fit alone. Prints medians, peak memory and the ratio to the best peer; --save writes the table into
a Markdown file. Of wide and deep the share of the processor's FMA peak is printed, which a small C program measures
in the same run, and how much faster 2 threads are than 1. --growth shows how time grows from 10,000 to 10,000,000
rows. --quick takes a twentieth of the rows and epochs: to see that everything works, not to measure.

Needs the packages of benchmarks/requirements.txt, and clang for the peak.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
FOREVER = 1_000_000  # epochs without progress that end nothing


class Case:
    """One training: its data, what is trained, and who else can."""

    def __init__(self, rows, hidden, activation, epochs, *, batch=None, optimizer="adam", rate=0.001, l2=1e-4,
                 precision="float32", threads=2, scale=True, deviation=None,
                 peers=("scikit-learn", "pytorch"), required=None, turns=1):
        self.rows, self.hidden, self.activation, self.epochs = rows, hidden, activation, epochs
        self.batch, self.optimizer, self.rate, self.l2 = batch, optimizer, rate, l2
        self.precision, self.threads, self.scale = precision, threads, scale
        self.deviation = deviation  # of normal initial weights; None for Glorot's
        self.peers, self.required = peers, required
        self.turns = turns  # so many times the pairs that are asked for, where a fit takes a tenth of a second or less

    def config(self):
        """The case as Backdrop is told it."""
        training = {"optimizer": self.optimizer, "learning_rate": self.rate, "epochs": self.epochs, "l2": self.l2,
                    "precision": self.precision, "batch_size": self.batch or "full"}
        if self.optimizer != "lbfgs":
            training |= {"patience": FOREVER, "tolerance": 0}
        if self.optimizer == "sgd" and self.batch is None:
            training |= {"momentum": 0, "shuffle": False}
        network = {"hidden": self.hidden, "activation": self.activation}
        if self.deviation:
            network["initial_weights"] = {"normal": self.deviation}
        return {"target": "y", "split": {"method": "none"}, "network": network, "training": training,
                "preprocess": {"scale": "standard" if self.scale else "none"}}


CASES = {
    "notebook": Case(750, [4], "sigmoid", 1000, optimizer="sgd", rate=0.01, l2=0, precision="float64", threads=1,
                     scale=False, deviation=0.01, peers=("numpy",), required=20, turns=5),
    "far": Case(750, [4], "sigmoid", 1000, optimizer="sgd", rate=0.01, l2=0, precision="float64", threads=1,
                scale=False, deviation=1, peers=("numpy",), turns=5),
    "tabular": Case(200_000, [64, 32], "tanh", 3, batch=256, required=10, turns=3),
    "wide": Case(60_000, [128], "tanh", 2, batch=200, required=2.5),
    "deep": Case(100_000, [256, 256, 256], "sigmoid", 1, batch=512, optimizer="sgd", rate=0.05, required=1.8),
    "small": Case(569, [100], "tanh", 200, batch=200, required=8, turns=3),
    "lbfgs": Case(1797, [100], "tanh", 200, optimizer="lbfgs", precision="float64", required=6, turns=3),
    "study": Case(0, [16], "tanh", 50, batch=50, peers=("gridsearchcv",), required=30),
}
FEATURES = {"tabular": 30, "wide": 784, "deep": 64}
CLASSES = {"wide": 10, "deep": 5}
# One hundred runs over each of two datasets.
GRID = {"learning_rate": [0.001, 0.003, 0.01, 0.03, 0.1], "l2": [0, 1e-4, 1e-3, 1e-2],
        "hidden": [[4], [8], [16], [32], [64]]}


# --- data ----------------------------------------------------------------------------------------------------


def make(name, path):
    """The case's CSV, with the label in the last column, y."""
    import numpy as np
    from sklearn import datasets

    random = np.random.default_rng(7)
    case = CASES[name]
    if name in ("notebook", "far"):
        x = random.uniform(-2, 2, (case.rows, 1))
        write(path, x, (x[:, 0] >= 0).astype(int), repr)
    elif name in ("small", "lbfgs"):
        data = datasets.load_breast_cancer() if name == "small" else datasets.load_digits()
        write(path, data.data, data.target, repr)
    elif name == "study":
        for part, load in (("iris", datasets.load_iris), ("cancer", datasets.load_breast_cancer)):
            data = load()
            write(path.with_name(f"study-{part}.csv"), data.data, data.target, repr)
        path.touch()
    else:
        features, classes = FEATURES[name], CLASSES.get(name, 2)
        directions = random.standard_normal((features, classes))
        with open(path, "w") as file:
            file.write(",".join(f"x{i}" for i in range(features)) + ",y\n")
            for start in range(0, case.rows, 10_000):
                count = min(10_000, case.rows - start)
                # Pixels where there are many columns: short texts, as image data have them.
                x = (random.integers(0, 256, (count, features)) if features > 100
                     else random.standard_normal((count, features)).round(3))
                noisy = (x - x.mean()) @ directions / x.std() + 2 * random.standard_normal((count, classes))
                write_rows(file, x, noisy.argmax(axis=1), str if features > 100 else repr)


def write(path, x, y, text):
    with open(path, "w") as file:
        file.write(",".join(f"x{i}" for i in range(x.shape[1])) + ",y\n")
        write_rows(file, x, y, text)


def write_rows(file, x, y, text):
    for row, label in zip(x.tolist(), y):
        file.write(",".join(map(text, row)) + f",{label}\n")


# --- peers: each is a process that prints the seconds of the fit and its last loss ---------------------------


def table(path, case):
    """The rows of a CSV, standardized as the case asks for, and their labels."""
    import numpy as np
    import pandas
    frame = pandas.read_csv(path)
    x = frame.drop(columns="y").to_numpy(np.float64)
    if case.scale:
        deviation = x.std(axis=0)
        x = (x - x.mean(axis=0)) / np.where(deviation == 0, 1, deviation)
    return x.astype(case.precision), frame["y"].to_numpy()


def peer_numpy(name, path, model):
    """The founding notebook's own loop."""
    import numpy as np
    case = CASES[name]
    x, y = table(path, case)
    y = y.reshape(-1, 1)
    random = np.random.RandomState(42)
    w1, b1 = random.randn(x.shape[1], case.hidden[0]) * case.deviation, np.zeros((1, case.hidden[0]))
    w2, b2 = random.randn(case.hidden[0], 1) * case.deviation, np.zeros((1, 1))

    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    start = time.perf_counter()
    for _ in range(case.epochs):
        a1 = sigmoid(np.dot(x, w1) + b1)
        a2 = sigmoid(np.dot(a1, w2) + b2)
        loss = -np.mean(y * np.log(a2 + 1e-8) + (1 - y) * np.log(1 - a2 + 1e-8))
        dz2 = a2 - y
        dw2, db2 = np.dot(a1.T, dz2) / len(x), np.sum(dz2, axis=0, keepdims=True) / len(x)
        dz1 = np.dot(dz2, w2.T) * a1 * (1 - a1)
        dw1, db1 = np.dot(x.T, dz1) / len(x), np.sum(dz1, axis=0, keepdims=True) / len(x)
        w1, b1, w2, b2 = (a - case.rate * d for a, d in ((w1, dw1), (b1, db1), (w2, dw2), (b2, db2)))
    seconds = time.perf_counter() - start
    np.savez_compressed(model, w1=w1, b1=b1, w2=w2, b2=b2)
    return seconds, float(loss)


def estimator(case, **changes):
    import numpy as np
    from sklearn.neural_network import MLPClassifier
    settings = {
        "hidden_layer_sizes": case.hidden, "solver": case.optimizer, "alpha": case.l2,
        "activation": {"sigmoid": "logistic"}.get(case.activation, case.activation),
        "learning_rate_init": case.rate, "batch_size": case.batch or "auto", "max_iter": case.epochs,
        "random_state": 42}
    if case.optimizer != "lbfgs":
        settings |= {"n_iter_no_change": np.inf, "tol": 0}
    return MLPClassifier(**settings | changes)


def peer_scikit_learn(name, path, model):
    import joblib
    case = CASES[name]
    x, y = table(path, case)
    network = estimator(case)
    start = time.perf_counter()
    network.fit(x, y)
    seconds = time.perf_counter() - start
    joblib.dump(network, model)
    return seconds, float(network.loss_)


def peer_pytorch(name, path, model):
    import torch
    case = CASES[name]
    torch.set_num_threads(case.threads)
    torch.manual_seed(42)
    x, labels = table(path, case)
    classes = len(set(labels.tolist()))
    x = torch.from_numpy(x)
    y = torch.from_numpy(labels) if classes > 2 else torch.from_numpy(labels.astype(case.precision)).unsqueeze(1)
    sizes = [x.shape[1], *case.hidden, classes if classes > 2 else 1]
    function = torch.nn.Tanh if case.activation == "tanh" else torch.nn.Sigmoid
    layers = []
    for fan_in, fan_out in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(fan_in, fan_out), function()]
    network = torch.nn.Sequential(*layers[:-1]).to(x.dtype)
    criterion = torch.nn.CrossEntropyLoss() if classes > 2 else torch.nn.BCEWithLogitsLoss()
    start = time.perf_counter()
    if case.optimizer == "lbfgs":
        solver = torch.optim.LBFGS(
            network.parameters(), lr=1, max_iter=case.epochs, history_size=10, tolerance_grad=1e-4,
            line_search_fn="strong_wolfe")

        def closure():
            solver.zero_grad()
            penalty = sum((weight ** 2).sum() for weight in network.parameters() if weight.dim() > 1)
            value = criterion(network(x), y) + 0.5 * case.l2 / len(x) * penalty
            value.backward()
            return value
        solver.step(closure)
        loss = closure()
    else:
        solver = (torch.optim.Adam(network.parameters(), lr=case.rate, weight_decay=case.l2 / case.batch)
                  if case.optimizer == "adam" else
                  torch.optim.SGD(network.parameters(), lr=case.rate, momentum=0.9, nesterov=True,
                                  weight_decay=case.l2 / case.batch))
        for _ in range(case.epochs):
            for rows in torch.randperm(len(x)).split(case.batch):
                solver.zero_grad()
                loss = criterion(network(x[rows]), y[rows])
                loss.backward()
                solver.step()
    seconds = time.perf_counter() - start
    torch.save(network.state_dict(), model)
    return seconds, float(loss.detach())


def peer_gridsearchcv(name, path, model):
    import joblib
    from sklearn.model_selection import GridSearchCV, ShuffleSplit
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    import numpy as np
    import pandas
    case = CASES[name]
    seconds = 0.0
    grid = {f"mlpclassifier__{key}": values for key, values in
            (("learning_rate_init", GRID["learning_rate"]), ("alpha", GRID["l2"]),
             ("hidden_layer_sizes", GRID["hidden"]))}
    for part in ("iris", "cancer"):
        frame = pandas.read_csv(pathlib.Path(path).with_name(f"study-{part}.csv"))
        x, y = frame.drop(columns="y").to_numpy(np.float32), frame["y"].to_numpy()
        search = GridSearchCV(
            make_pipeline(StandardScaler(), estimator(case)), grid, n_jobs=2, refit=False,
            scoring="neg_log_loss", cv=ShuffleSplit(n_splits=1, test_size=0.25, random_state=42))
        start = time.perf_counter()
        search.fit(x, y)
        seconds += time.perf_counter() - start
        joblib.dump(search.cv_results_, model)
    return seconds, float(-search.best_score_)


PEERS = {"numpy": peer_numpy, "scikit-learn": peer_scikit_learn, "pytorch": peer_pytorch,
         "gridsearchcv": peer_gridsearchcv}


# --- measuring -----------------------------------------------------------------------------------------------


def environment(threads):
    return os.environ | {name: str(threads) for name in
                         ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")} | {
        "PYTHONWARNINGS": "ignore"}


def run(command, threads):
    """Seconds of the whole process, its peak memory in MB, and what it prints."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment(threads))
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed")
    return seconds, usage.ru_maxrss / 1024, output


def ours(backdrop, name, folder, threads):
    """Whole seconds, seconds of the fit, MB and last loss."""
    if name == "study":
        # As the search's own time has all fits and their scoring in it, ours goes from the first run's start to the
        # last one's end, when it is trained, scored and saved.
        whole, fit, peak = 0.0, 0.0, 0.0
        for part in ("iris", "cancer"):
            seconds, memory, output = train(backdrop, folder, f"study-{part}.csv", threads)
            answer = json.loads(output)
            starts, ends = ([datetime.datetime.fromisoformat(run[key]) for run in answer["runs"]]
                            for key in ("started_at", "finished_at"))
            fit += (max(ends) - min(starts)).total_seconds()
            whole, peak = whole + seconds, max(peak, memory)
        return whole, fit, peak, answer["metrics"]["test"]["loss"]
    whole, memory, output = train(backdrop, folder, f"{name}.csv", threads)
    answer = json.loads(output)
    return whole, answer["seconds"]["train"], memory, answer["metrics"]["train"]["loss"]


def train(backdrop, folder, data, threads):
    config = "study" if data.startswith("study") else data.removesuffix(".csv")
    return run([backdrop, "train", folder / data, "--config", folder / f"{config}.json", "--root",
                folder / "root", "--force", "--quiet", "--json", "--threads", str(threads)], threads)


def peer(who, name, folder, quick):
    case = CASES[name]
    command = [sys.executable, __file__, "--peer", who, name, folder / f"{name}.csv", folder / f"{who}.model"]
    whole, memory, output = run(command + ["--quick"] * quick, case.threads)
    seconds, loss = map(float, output.split()[-2:])
    return whole, seconds, memory, loss


def make_apart(name, path):
    """As make, in a process of its own: a contender's peak memory is no less than that of the process it came from."""
    if not path.exists():
        subprocess.run([sys.executable, __file__, "--make", name, path, str(CASES[name].rows)], check=True)


def prepare(name, folder):
    """Makes the data and writes the config."""
    make_apart(name, folder / f"{name}.csv")
    config = CASES[name].config()
    if name == "study":
        config |= {"split": {"method": "random", "test_fraction": 0.25, "seed": 42},
                   "study": {"grid": {"training.learning_rate": GRID["learning_rate"],
                                      "training.l2": GRID["l2"], "network.hidden": GRID["hidden"]}}}
    (folder / f"{name}.json").write_text(json.dumps(config))


def measure(name, backdrop, pairs, folder):
    """Of each contender the medians of its runs, ours first; they take turns. And each one's fits by ours."""
    case = CASES[name]
    samples = {"backdrop": []} | {who: [] for who in case.peers}
    for _ in range(pairs * case.turns):
        samples["backdrop"].append(ours(backdrop, name, folder, case.threads))
        for who in case.peers:
            samples[who].append(peer(who, name, folder, QUICK))
    ratios = {who: [theirs[1] / own[1] for own, theirs in zip(samples["backdrop"], runs)]
              for who, runs in samples.items()}
    return {who: [statistics.median(column) for column in zip(*runs)] for who, runs in samples.items()}, ratios


def operations(name):
    """Floating-point operations of the fit: forward, gradient, and back through all layers but the first."""
    case = CASES[name]
    sizes = [FEATURES[name], *case.hidden, CLASSES.get(name, 1)]
    weights = [a * b for a, b in zip(sizes, sizes[1:])]
    return case.rows * case.epochs * (4 * sum(weights) + 2 * sum(weights[1:]))


def fma_peak(folder):
    """GFLOP/s in float32 of one core; None without a compiler."""
    compiler = shutil.which("clang") or shutil.which("cc")
    if compiler is None:
        return None
    program = folder / "fma_peak"
    subprocess.run([compiler, "-O2", "-march=native", "-o", program, HERE / "fma_peak.c"], check=True)
    return max(float(subprocess.run([program], check=True, capture_output=True, text=True).stdout)
               for _ in range(3))


def growth(backdrop, folder):
    """Seconds, memory and rows a second of tabular's network at 10⁴ to 10⁷ rows, one epoch."""
    case = CASES["tabular"]
    rows, lines = case.rows, []
    for count in (10_000, 100_000, 1_000_000, 10_000_000):
        case.rows = count
        path = folder / f"growth{count}.csv"
        make_apart("tabular", path)
        config = case.config()
        config["training"]["epochs"] = 1
        (folder / f"growth{count}.json").write_text(json.dumps(config))
        whole, memory, output = train(backdrop, folder, path.name, 2)
        seconds = json.loads(output)["seconds"]["train"]
        lines.append(f"| {count:,} | {seconds:.3f} | {count / seconds / 1e6:.2f} | {whole:.2f} | {memory:.0f} |")
    case.rows = rows
    return ["", "Growth with the rows: the network of `tabular`, one epoch.", "",
            "| rows | fit s | million rows/s | process s | peak MB |", "| ---: | ---: | ---: | ---: | ---: |", *lines]


def processor():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def report(arguments, folder):
    backdrop = arguments.backdrop.resolve()
    lines = ["| case | contender | fit ms | process ms | peak MB | last loss |",
             "| --- | --- | ---: | ---: | ---: | ---: |"]
    ratios = ["| case | best peer, fit | ratio | quartiles | required | best peer, process | ratio |",
              "| --- | --- | ---: | ---: | ---: | --- | ---: |"]
    extra = []
    peak = None
    for name in arguments.cases or CASES:
        prepare(name, folder)
        rows, pairs = measure(name, backdrop, arguments.pairs, folder)
        for who, (whole, fit, memory, loss) in rows.items():
            lines.append(f"| {name} | {who} | {fit * 1e3:.1f} | {whole * 1e3:.0f} | {memory:.0f} | {loss:.4f} |")
        us = rows.pop("backdrop")
        best = [min(rows, key=lambda who: rows[who][place]) for place in (1, 0)]
        ratio = [rows[who][place] / us[place] for who, place in zip(best, (1, 0))]
        fits = pairs[best[0]]
        low, _, high = statistics.quantiles(fits, n=4) if len(fits) > 1 else fits * 3
        required = CASES[name].required
        met = "" if required is None or ratio[0] >= required else " (not met)"
        ratios.append(f"| {name} | {best[0]} | {ratio[0]:.1f} | {low:.1f} to {high:.1f} | {required or 'none'}{met} "
                      f"| {best[1]} | {ratio[1]:.1f} |")
        print(lines[-len(rows) - 1], *lines[-len(rows):], ratios[-1], sep="\n", flush=True)
        if name == "study":
            extra.append(f"- study: the whole of our processes, with their start, reading and the run log, is "
                         f"{rows[best[0]][1] / us[0]:.1f} times as fast as the search alone")
            print(extra[-1], flush=True)
        if name in ("wide", "deep"):
            peak = peak or fma_peak(folder)
            alone = statistics.median(ours(backdrop, name, folder, 1)[1] for _ in range(arguments.pairs))
            rate = operations(name) / us[1] / 1e9
            share = f", {rate / (2 * peak):.0%} of the FMA peak of 2 × {peak:.0f}" if peak else ""
            extra.append(f"- {name}: {rate:.0f} GFLOP/s on 2 threads{share}; 2 threads are {alone / us[1]:.2f} "
                         "times as fast as 1")
            print(extra[-1], flush=True)
    if arguments.growth:
        extra += growth(backdrop, folder)
    text = [f"{processor()}, {os.cpu_count()} processors; medians of {arguments.pairs} runs in turns"
            + "".join(f", of {name} {CASES[name].turns * arguments.pairs}" for name in arguments.cases or CASES
                      if CASES[name].turns > 1)
            + (", **with a twentieth of the work: no measurement**" if QUICK else "") + ".", "",
            *ratios, "", *lines, "", *extra]
    return "\n".join(text).rstrip() + "\n"


def shrink():
    """A twentieth of the work."""
    for name, case in CASES.items():
        if name in FEATURES:
            case.rows //= 20
        elif name != "lbfgs":
            case.epochs = max(1, case.epochs // 20)
        else:
            case.epochs //= 10


QUICK = "--quick" in sys.argv


def main():
    if QUICK:
        shrink()
    if sys.argv[1:2] == ["--peer"]:
        who, name, path, model = sys.argv[2:6]
        print(*PEERS[who](name, path, model))
        return
    if sys.argv[1:2] == ["--make"]:
        name, path, rows = sys.argv[2:5]
        CASES[name].rows = int(rows)
        make(name, pathlib.Path(path))
        return
    parser = argparse.ArgumentParser()
    parser.add_argument("--backdrop", default=".build/release/backdrop", type=pathlib.Path)
    parser.add_argument("--pairs", default=5, type=int)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--save", type=pathlib.Path, help="replaces the part below its line of dashes")
    parser.add_argument("cases", nargs="*", metavar="CASE")
    arguments = parser.parse_args()
    unknown = set(arguments.cases) - set(CASES)
    if unknown:
        parser.error(f"no such case: {', '.join(unknown)}; there are {', '.join(CASES)}")
    with tempfile.TemporaryDirectory() as folder:
        text = report(arguments, pathlib.Path(folder))
    print("\n" + text)
    if arguments.save:
        head = arguments.save.read_text().split("\n---\n")[0]
        arguments.save.write_text(f"{head}\n---\n\n{text}")


if __name__ == "__main__":
    main()
