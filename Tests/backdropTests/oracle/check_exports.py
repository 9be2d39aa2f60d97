"""Opens what `backdrop runs export` wrote with the real MLflow and TensorBoard, and compares every
number with the run log, read by Python's own sqlite3.

usage: check_exports.py ROOT MLFLOW_FOLDER TENSORBOARD_FOLDER RUNS.csv EPOCHS.csv RUNS.jsonl
"""

import csv
import json
import math
import os
import sqlite3
import struct
import sys

os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"

from mlflow.tracking import MlflowClient
from tensorboard.backend.event_processing import event_accumulator, event_file_loader
from tensorboard.plugins.hparams import plugin_data_pb2

root, mlflow_folder, tensorboard_folder, csv_file, epochs_file, jsonl_file = sys.argv[1:]
log = sqlite3.connect(f"file:{root}/pipeline/runs.sqlite?mode=ro", uri=True)
log.row_factory = sqlite3.Row


def rows(query, *values):
    return log.execute(query, values).fetchall()


def same(found, expected):
    """NULL in the log stands for NaN where a value was measured."""
    return math.isnan(found) if expected is None else found == expected


def single(value):
    """The double nearest to the float nearest to a double."""
    if value is None:
        return math.nan
    try:
        return struct.unpack("f", struct.pack("f", value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)


def plain(text):
    value = json.loads(text)
    return value if isinstance(value, str) and "\\" not in text and value else text


runs = rows("SELECT * FROM v_runs")
metrics = {run["run"]: rows("SELECT * FROM v_metrics WHERE run = ?", run["run"]) for run in runs}
settings = {run["run"]: rows("SELECT * FROM v_parameters WHERE run = ?", run["run"]) for run in runs}
epochs = {run["run"]: rows("SELECT * FROM v_epochs WHERE run = ?", run["run"]) for run in runs}
numbers = 0


def check_mlflow():
    global numbers
    client = MlflowClient(tracking_uri=f"file://{os.path.abspath(mlflow_folder)}")
    experiments = client.search_experiments()
    assert {e.name for e in experiments} == {run["model"] for run in runs}
    found = {}
    for experiment in experiments:
        for run in client.search_runs([experiment.experiment_id], max_results=1000):
            found[run.data.tags["backdrop.run"]] = (experiment.name, run)
    assert set(found) == {run["run"] for run in runs}
    for run in runs:
        experiment, there = found[run["run"]]
        assert experiment == run["model"]
        assert there.info.run_name == run["name"], (there.info.run_name, run["name"])
        assert there.info.status == {"done": "FINISHED", "failed": "FAILED"}[run["state"]]
        assert there.info.end_time >= there.info.start_time
        assert there.data.tags.get("backdrop.weights_sha256") == run["weights_sha256"]
        assert there.data.params == {s["key"]: plain(s["value"]) for s in settings[run["run"]]}
        for metric in metrics[run["run"]]:
            value = there.data.metrics[f"{metric['part']}_{metric['name']}"]
            assert same(value, metric["value"]), (value, metric["value"])
            numbers += 1
        curve = client.get_metric_history(there.info.run_id, "epoch_train_loss")
        assert [point.step for point in curve] == [e["epoch"] for e in epochs[run["run"]]]
        for point, epoch in zip(curve, epochs[run["run"]]):
            assert same(point.value, epoch["train_loss"])
            numbers += 1
        assert client.list_artifacts(there.info.run_id) == []
    # A condition of MLflow's own, as its page would ask.
    best = max(metrics, key=lambda r: max([m["value"] or 0 for m in metrics[r]
                                           if m["name"] == "accuracy"], default=0))
    assert best in found


def check_tensorboard():
    global numbers
    for run in runs:
        folder = f"{tensorboard_folder}/{run['model']}/{run['run']}"
        accumulator = event_accumulator.EventAccumulator(folder, size_guidance={"scalars": 0})
        accumulator.Reload()
        if epochs[run["run"]]:
            curve = accumulator.Scalars("loss/train")
            assert [point.step for point in curve] == [e["epoch"] for e in epochs[run["run"]]]
            for point, epoch in zip(curve, epochs[run["run"]]):
                assert point.value == single(epoch["train_loss"]) or (
                    math.isnan(point.value) and epoch["train_loss"] is None)
                numbers += 1
        for metric in metrics[run["run"]]:
            point = accumulator.Scalars(f"final/{metric['part']}_{metric['name']}")[-1]
            assert point.value == single(metric["value"]) or metric["value"] is None
            assert point.step == run["epochs_run"]
            numbers += 1
        check_settings(folder, run)


def check_settings(folder, run):
    """The session of the page HPARAMS: every setting, the name as the group, the outcome."""
    (name,) = os.listdir(folder)
    sessions = {}
    # The loader checks the checksums of every record.
    for event in event_file_loader.EventFileLoader(f"{folder}/{name}").Load():
        for value in event.summary.value:
            if value.metadata.plugin_data.plugin_name == "hparams":
                data = plugin_data_pb2.HParamsPluginData.FromString(
                    value.metadata.plugin_data.content)
                sessions[value.tag] = data
    start = sessions["_hparams_/session_start_info"].session_start_info
    assert start.group_name == run["name"]
    there = {key: getattr(value, value.WhichOneof("kind")) for key, value in start.hparams.items()}
    for setting in settings[run["run"]]:
        value = json.loads(setting["value"])
        if isinstance(value, (list, dict)) or value is None:
            value = setting["value"]
        assert there.pop(setting["key"]) == value, setting["key"]
    assert not there
    end = sessions["_hparams_/session_end_info"].session_end_info
    assert end.status == {"done": 1, "failed": 2}[run["state"]]


def unescaped(cell):
    return cell[1:] if cell[:2] in ("'=", "'+", "'-", "'@") else cell


def check_tables():
    global numbers
    with open(csv_file, newline="") as file:
        table = list(csv.DictReader(file))
    assert [unescaped(row["run"]) for row in table] == [run["run"] for run in runs]
    for row, run in zip(table, runs):
        assert unescaped(row["name"]) == run["name"]
        assert not row["name"].startswith(("=", "+", "-", "@"))
        for metric in metrics[run["run"]]:
            assert same(float(row[f"{metric['part']}_{metric['name']}"]), metric["value"])
            numbers += 1
        for setting in settings[run["run"]]:
            cell = unescaped(row[setting["key"]])
            value = json.loads(setting["value"])
            is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
            assert float(cell) == value if is_number else cell == plain(setting["value"])
    with open(epochs_file, newline="") as file:
        table = list(csv.DictReader(file))
    expected = [epoch for run in runs for epoch in epochs[run["run"]]]
    assert len(table) == len(expected)
    for row, epoch in zip(table, expected):
        assert row["run"] == epoch["run"] and float(row["epoch"]) == epoch["epoch"]
        assert same(float(row["train_loss"]), epoch["train_loss"])
        numbers += 1
    with open(jsonl_file) as file:
        objects = [json.loads(line) for line in file]
    assert [o["run"] for o in objects] == [run["run"] for run in runs]
    for there, run in zip(objects, runs):
        assert there["name"] == run["name"] and len(there.get("epochs", [])) == len(epochs[run["run"]])
        for metric in metrics[run["run"]]:
            assert same(float(there["metrics"][metric["part"]][metric["name"]]), metric["value"])
            numbers += 1
        for setting in settings[run["run"]]:
            assert there["parameters"][setting["key"]] == json.loads(setting["value"])


check_mlflow()
check_tensorboard()
check_tables()
print(f"{len(runs)} runs and {numbers} numbers agree")
