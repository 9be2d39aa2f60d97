"""Times `backdrop predict` as a whole process beside the ways that people score a CSV in Python.

usage: predict.py [--backdrop FILE] [--pairs N] [--rows N] [--folder DIR] [--save FILE]

Needs the packages of benchmarks/requirements.txt. The data are 400,000 rows of 30
numeric columns and a label, 132 MB of float32 texts, and their first ten rows. One model with hidden layers of 64
and 32 units is trained by Backdrop on 20,000 of the rows; the peers get its weights. Each process reads the
CSV, scores it and writes a CSV of scores, with 2 threads; the contenders take turns, and the scores must agree.
Printed are the medians, the peak memory, the ratio to the best peer and what is required; --save writes them into a
Markdown file.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import saving

THREADS = 2
TITLE = "Scoring"
COLUMNS = 30


def make_data(path, rows):
    """Rows whose label follows from a random direction, written as the shortest float32 texts."""
    import numpy as np

    random = np.random.RandomState(1)
    values = random.standard_normal((int(rows), COLUMNS)).astype(np.float32)
    labels = (values @ random.standard_normal(COLUMNS) + random.standard_normal(len(values)) > 0).astype(int)
    with open(path, "w") as file:
        file.write(",".join(f"x{index}" for index in range(COLUMNS)) + ",y\n")
        for row, label in zip(values, labels):
            file.write(",".join(map(str, row)) + f",{label}\n")


def make_peers(checkpoint, folder):
    """Writes the checkpoint as a scikit-learn pipeline and as an ONNX model."""
    import warnings

    import joblib
    import numpy as np
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    from sklearn.neural_network import MLPClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    with np.load(checkpoint) as archive:
        document = json.loads(archive["model.json"])
        weights = [archive[f"layers/{layer}/weight"] for layer in range(3)]
        biases = [archive[f"layers/{layer}/bias"] for layer in range(3)]
    columns = document["encoder"]["columns"]
    offset = np.array([column["offset"] for column in columns])
    scale = np.array([column["scale"] for column in columns])

    scaler = StandardScaler()
    scaler.fit(np.zeros((2, COLUMNS)))
    scaler.mean_, scaler.scale_, scaler.var_ = offset, scale, scale ** 2
    network = MLPClassifier(hidden_layer_sizes=(64, 32), activation="tanh", max_iter=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        network.fit(np.random.RandomState(0).normal(size=(4, COLUMNS)).astype(np.float32), [0, 1, 0, 1])
    network.coefs_, network.intercepts_ = weights, biases
    joblib.dump(make_pipeline(scaler, network), f"{folder}/peer.joblib")

    nodes = [helper.make_node("Sub", ["x", "offset"], ["centered"]),
             helper.make_node("Div", ["centered", "scale"], ["a0"])]
    constants = [("offset", offset), ("scale", scale)]
    for layer, (weight, bias) in enumerate(zip(weights, biases)):
        constants += [(f"w{layer}", weight), (f"b{layer}", bias)]
        nodes.append(helper.make_node("Gemm", [f"a{layer}", f"w{layer}", f"b{layer}"], [f"z{layer}"]))
        last = layer == 2
        nodes.append(helper.make_node(
            "Sigmoid" if last else "Tanh", [f"z{layer}"], ["p" if last else f"a{layer + 1}"]))
    graph = helper.make_graph(
        nodes, "network", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["rows", COLUMNS])],
        [helper.make_tensor_value_info("p", TensorProto.FLOAT, ["rows", 1])],
        [numpy_helper.from_array(value.astype(np.float32), name) for name, value in constants])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
    onnx.save(model, f"{folder}/peer.onnx")


SCIKIT_LEARN = """
import sys, joblib, pandas as pd
model = joblib.load(sys.argv[1])
data = pd.read_csv(sys.argv[2])
x = data.drop(columns="y").to_numpy("float32")
p = model.predict_proba(x)[:, 1]
pd.DataFrame({"prediction": (p >= 0.5).astype(int), "probability_1": p}).to_csv(sys.argv[3], index=False)
"""

POLARS = """
import sys, onnxruntime, polars as pl
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 2
session = onnxruntime.InferenceSession(sys.argv[1], options, providers=["CPUExecutionProvider"])
data = pl.read_csv(sys.argv[2], schema_overrides={f"x{i}": pl.Float32 for i in range(30)})
p = session.run(None, {"x": data.drop("y").to_numpy()})[0][:, 0]
pl.DataFrame({"prediction": (p >= 0.5).astype("int8"), "probability_1": p}).write_csv(sys.argv[3])
"""


def apart(function, *arguments):
    """Runs a function of this file in a process of its own.

    A child's peak memory begins with what its parent had when it forked, so this process stays small.
    """
    texts = ", ".join(repr(str(argument)) for argument in arguments)
    code = f"import predict; predict.{function.__name__}({texts})"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=pathlib.Path(__file__).parent)


def timed(command, environment):
    """The seconds that a command takes, and the most memory that it has, in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{command[:3]} failed: {process.stderr.read().decode()}")
    return seconds, usage.ru_maxrss / 1024


def check_scores(reference, found):
    """The probabilities of two files agree to five digits; the peers compute in another order."""
    import numpy as np

    one, other = (np.loadtxt(path, delimiter=",", skiprows=1) for path in (reference, found))
    assert one.shape == other.shape and np.abs(one - other)[:, 1].max() < 1e-5, found


def measure(name, data, contenders, folder, pairs, required):
    """Lets the contenders take turns: their medians, and ours as a ratio to the best, as text."""
    environment = dict(os.environ, OMP_NUM_THREADS=str(THREADS), POLARS_MAX_THREADS=str(THREADS),
                       OPENBLAS_NUM_THREADS=str(THREADS))
    results = {label: [] for label in contenders}
    for turn in range(pairs + 1):
        for label, command in contenders.items():
            output = folder / f"{label.split()[0]}.csv"
            run = timed([*map(str, command(data, output))], environment)
            # The first turn warms the page cache up.
            if turn > 0:
                results[label].append(run)
    ours, *peers = contenders
    for label in peers:
        apart(check_scores, folder / f"{ours.split()[0]}.csv", folder / f"{label.split()[0]}.csv")
    medians = {label: statistics.median(seconds for seconds, _ in runs) for label, runs in results.items()}
    best = min(peers, key=medians.get)
    ratios = [peer[0] / own[0] for own, peer in zip(results[ours], results[best])]
    low, _, high = statistics.quantiles(ratios, n=4) if pairs > 1 else ratios * 3
    size = data.stat().st_size / 1e6
    ratio = medians[best] / medians[ours]
    text = saving.table(
        ["", "whole process ms", "MB/s", "peak MB"],
        [[label, f"{medians[label] * 1000:.1f}", f"{size / medians[label]:.1f}",
          f"{max(memory for _, memory in runs):.0f}"] for label, runs in results.items()])
    text = (f"**{name}** ({size:.1f} MB), {THREADS} threads, medians of {pairs}\n\n{text}\n\n"
            f"- {ratio:.2f} times as fast as {best}, the best peer (quartiles {low:.2f} and {high:.2f}; required "
            f"{required}{'' if ratio >= required else ', not met'})\n")
    print(text, flush=True)
    return text


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--backdrop", default=".build/release/backdrop", type=pathlib.Path)
    parser.add_argument("--pairs", default=5, type=int)
    parser.add_argument("--rows", default=400_000, type=int)
    parser.add_argument("--folder", type=pathlib.Path, help="keeps the data between runs")
    parser.add_argument("--save", type=pathlib.Path, help="replaces the section on scoring of this file")
    arguments = parser.parse_args()
    backdrop = arguments.backdrop.resolve()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (arguments.folder or pathlib.Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        large, small, ten = (folder / f"{name}.csv" for name in ("large", "small", "ten"))
        if not large.exists():
            apart(make_data, large, arguments.rows)
        for path, rows in ((small, 20_000), (ten, 10)):
            with open(large) as source, open(path, "w") as file:
                file.writelines(line for _, line in zip(range(rows + 1), source))
        subprocess.run(
            [backdrop, "train", small, "--root", folder, "--set", "network.hidden=[64,32]", "--set",
             "training.epochs=20", "--set", "model=peer", "--quiet"], check=True, stdout=subprocess.DEVNULL)
        checkpoint = folder / "models/peer/current.npz"
        apart(make_peers, checkpoint, folder)
        contenders = {
            "backdrop": lambda data, output: [
                backdrop, "predict", checkpoint, data, "-o", output, "--force", "--quiet", "--threads",
                THREADS],
            "scikit-learn with pandas, joblib": lambda data, output: [
                sys.executable, "-c", SCIKIT_LEARN, folder / "peer.joblib", data, output],
            "onnxruntime with polars": lambda data, output: [
                sys.executable, "-c", POLARS, folder / "peer.onnx", data, output],
        }
        texts = [
            measure(name, data, contenders, folder, arguments.pairs, required)
            for name, data, required in (
                ("predict 400,000 rows of 31 numbers through a 64-32 network", large, 8),
                ("predict 10 of the rows", ten, 50))]
    if arguments.save:
        texts.insert(0, f"{saving.processor()}. Each process reads the CSV, scores it and writes a CSV of scores; nothing "
                        "else is asked of it (`--quiet`).\n")
        saving.save_section(arguments.save, TITLE, "\n".join(texts))


if __name__ == "__main__":
    main()
