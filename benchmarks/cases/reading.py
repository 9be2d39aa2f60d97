"""Reading a CSV into a matrix: numeric, mixed, and compressed, against pandas, polars, pyarrow and duckdb.

usage: reading.py [--backdrop FILE] [--pairs N] [--folder DIR] [--growth] [--save FILE] [CASE...]

Two times are taken of every program, alternately, with 2 threads each: of the whole process from its start to its
end, and, inside it, of reading the file into a matrix alone. Ours is `backdrop check --json`: it reads, splits,
profiles and encodes, and says how long reading and encoding took; the hash of the file, which no peer makes, is
computed beside that, and the process waits for it. Printed are the medians, the ratio to the best peer and the
quartiles of the ratios pair by pair, and what is required. --growth reads, besides, numeric files of 1 MB to 2 GB by us
alone, and prints the speed and the peak memory of each. --save writes all of it into a Markdown file. --folder keeps the
data between runs: 132, 100 and 60 MB; 2 GB with --growth.
"""

import argparse
import gzip
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import saving

THREADS = 2
NUMERIC_ROWS, FEATURES = 400_000, 30
MIXED_ROWS = 760_000


# --- data ----------------------------------------------------------------------------------------------------


def make_numeric(path):
    """400,000 rows of 30 float32 texts and a label: 132 MB."""
    import numpy as np
    generator = np.random.default_rng(0)
    with open(path, "w") as file:
        file.write(",".join(f"f{index}" for index in range(FEATURES)) + ",y\n")
        for _ in range(NUMERIC_ROWS // 10_000):
            rows = generator.standard_normal((10_000, FEATURES)).astype(np.float32)
            labels = (rows[:, 0] + 0.5 * rows[:, 1] > 0).astype(int)
            for row, label in zip(rows, labels):
                file.write(",".join(map(str, row)) + f",{label}\n")


def make_mixed(path):
    """10 numeric, 5 categorical, 2 text columns and a label: 5 % missing, quotes; 100 MB."""
    import numpy as np
    generator = np.random.default_rng(1)
    words = ["alpha", "beta", 'the "best"', "one, two", "plain text", "a longer comment about it"]
    with open(path, "w") as file:
        file.write(",".join([f"n{i}" for i in range(10)] + [f"c{i}" for i in range(5)] + ["t0", "t1", "y"]) + "\n")
        for _ in range(MIXED_ROWS // 10_000):
            numbers = generator.normal(50, 20, (10_000, 10)).round(3)
            levels = generator.integers(0, [3, 5, 12, 40, 90], (10_000, 5))
            texts = generator.integers(0, len(words), (10_000, 2))
            missing = generator.random((10_000, 17)) < 0.05
            labels = (numbers[:, 0] + levels[:, 0] * 10 > 60).astype(int)
            for row in range(10_000):
                cells = [repr(float(value)) for value in numbers[row]]
                cells += [f"level {value}" for value in levels[row]]
                cells += [quoted(words[value]) for value in texts[row]]
                cells = ["" if gone else cell for cell, gone in zip(cells, missing[row])]
                file.write(",".join(cells) + f",{labels[row]}\n")


def quoted(text):
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"') else text


# --- peers: each reads `path` into a matrix of float32 -------------------------------------------------------


def numeric_names():
    return [f"f{index}" for index in range(FEATURES)] + ["y"]


def pandas_numeric(path):
    import numpy as np
    import pandas
    return lambda: pandas.read_csv(path, dtype=np.float32).to_numpy()


def polars_numeric(path):
    import polars
    schema = {name: polars.Float32 for name in numeric_names()}
    return lambda: polars.read_csv(path, schema=schema).to_numpy()


def pyarrow_numeric(path):
    import numpy as np
    import pyarrow
    from pyarrow import csv
    pyarrow.set_cpu_count(THREADS)
    options = csv.ConvertOptions(column_types={name: pyarrow.float32() for name in numeric_names()})
    return lambda: np.column_stack([column.to_numpy() for column in csv.read_csv(path, convert_options=options)])


def duckdb_numeric(path):
    import duckdb
    import numpy as np
    connection = duckdb.connect()
    connection.execute(f"set threads={THREADS}")
    columns = ", ".join(f"'{name}': 'FLOAT'" for name in numeric_names())
    query = f"select * from read_csv('{path}', columns={{{columns}}})"

    def read():
        data = connection.execute(query).fetchnumpy()
        return np.column_stack([data[name] for name in numeric_names()])
    return read


def pandas_mixed(path):
    import numpy as np
    import pandas
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    def read():
        frame = pandas.read_csv(path)
        texts = [name for name in frame if name[0] in "ct"]
        transformer = ColumnTransformer([
            ("numbers", make_pipeline(SimpleImputer(), StandardScaler()), [f"n{i}" for i in range(10)]),
            ("texts", OneHotEncoder(dtype=np.float32, handle_unknown="ignore"), texts)])
        return transformer.fit_transform(frame).astype(np.float32)
    return read


def polars_mixed(path):
    import polars

    def read():
        frame = polars.read_csv(path).drop("y")
        numbers = [name for name in frame.columns if name[0] == "n"]
        frame = frame.with_columns(polars.col(numbers).fill_null(polars.col(numbers).mean()))
        frame = frame.with_columns((polars.col(numbers) - polars.col(numbers).mean()) / polars.col(numbers).std(ddof=0))
        frame = frame.to_dummies([name for name in frame.columns if name[0] in "ct"])
        return frame.cast(polars.Float32).to_numpy()
    return read


def pandas_gzip(path):
    return pandas_numeric(path)


def pyarrow_gzip(path):
    return pyarrow_numeric(path)


TITLE = "Reading"
WHAT = {
    "numeric": "400,000 rows of 31 numbers into a matrix",
    "mixed": "760,000 rows of 10 numbers, 5 categories, 2 texts and a label, 5 % missing, into an encoded matrix, in the "
             "form in which each trains: one-hot features written out by polars, sparse in scikit-learn, and as which one "
             "is 1 in Backdrop",
    "gzip": "the numeric file as `.csv.gz` into a matrix",
}
CASES = {
    "numeric": (make_numeric, "numeric.csv", [pandas_numeric, polars_numeric, pyarrow_numeric, duckdb_numeric], 3.0,
                {"split": {"method": "none"}, "preprocess": {"scale": "none"}}),
    "mixed": (make_mixed, "mixed.csv", [pandas_mixed, polars_mixed], 5.0, {"split": {"method": "none"}}),
    "gzip": (make_numeric, "numeric.csv.gz", [pandas_gzip, pyarrow_gzip], 1.5,
             {"split": {"method": "none"}, "preprocess": {"scale": "none"}}),
}


# --- measuring -----------------------------------------------------------------------------------------------


def prepare(case, folder):
    """The case's file, made when it is missing: by a process of its own.

    A child's peak memory begins with what its parent had when it forked, so this process stays small.
    """
    path = folder / CASES[case][1]
    if not path.exists():
        subprocess.run([sys.executable, __file__, "--make", case, str(folder)], check=True)
    return path


def make_file(case, folder):
    make, name, *_ = CASES[case]
    path = folder / name
    plain = folder / name.removesuffix(".gz")
    if not plain.exists():
        make(plain)
    if path != plain:
        with open(plain, "rb") as source, gzip.open(path, "wb", compresslevel=6) as target:
            shutil.copyfileobj(source, target)


def run(command, environment):
    """Seconds of the whole process, its peak memory in MB, and the last line it prints."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        raise SystemExit(f"{command} failed")
    return seconds, usage.ru_maxrss / 1024, output


def ours(backdrop, path, config, environment):
    whole, memory, output = run(
        [backdrop, "check", str(path), str(config), "--json", "--threads", str(THREADS)], environment)
    seconds = json.loads(output)["seconds"]
    return whole, seconds["read"] + seconds["encode"], memory


def peer(case, number, path, environment):
    whole, memory, output = run([sys.executable, __file__, "--peer", case, str(number), str(path)], environment)
    return whole, float(output.split()[-1]), memory


def measure(case, backdrop, pairs, folder):
    """The file; of each program the medians of (whole seconds, seconds of reading, MB); and its times by ours."""
    *_, peers, _, settings = CASES[case]
    path = prepare(case, folder)
    config = folder / f"{case}.json"
    config.write_text(json.dumps(settings | {"target": "y"}))
    environment = os.environ | {
        "POLARS_MAX_THREADS": str(THREADS), "OMP_NUM_THREADS": str(THREADS), "OPENBLAS_NUM_THREADS": str(THREADS)}
    samples = {"backdrop": []} | {function.__name__.rsplit("_", 1)[0]: [] for function in peers}
    for _ in range(pairs):
        samples["backdrop"].append(ours(backdrop, path, config, environment))
        for number, function in enumerate(peers):
            samples[function.__name__.rsplit("_", 1)[0]].append(peer(case, number, path, environment))
    us = samples["backdrop"]
    ratios = {
        name: [[peer[place] / own[place] for own, peer in zip(us, rows)] for place in (0, 1)]
        for name, rows in samples.items()}
    return path, {name: [statistics.median(column) for column in zip(*rows)] for name, rows in samples.items()}, ratios


def report(case, backdrop, pairs, folder):
    """The tables of one case."""
    path, rows, ratios = measure(case, backdrop, pairs, folder)
    megabytes = os.path.getsize(str(path).removesuffix(".gz")) / 1e6
    required = CASES[case][3]
    us = rows["backdrop"]
    lines = [
        f"**{case}**: {WHAT[case]}; {megabytes:.0f} MB of text, {THREADS} threads, medians of {pairs}", "",
        saving.table(
            ["", "reading s", "MB/s", "whole process s", "peak MB"],
            [[name, f"{reading:.3f}", f"{megabytes / reading:.0f}", f"{whole:.3f}", f"{memory:.0f}"]
             for name, (whole, reading, memory) in rows.items()]), ""]
    peers = [name for name in rows if name != "backdrop"]
    for place, what in ((1, "reading"), (0, "whole process")):
        best = min(peers, key=lambda name: rows[name][place])
        low, _, high = statistics.quantiles(ratios[best][place], n=4) if pairs > 1 else (ratios[best][place] * 3)
        ratio = rows[best][place] / us[place]
        goal = "" if place == 0 else f"; required {required}" + ("" if ratio >= required else ", not met")
        lines.append(f"- {what}: {ratio:.2f} times as fast as {best}, the best peer (quartiles {low:.2f} and "
                     f"{high:.2f}{goal})")
    return "\n".join(lines) + "\n"


def repeat_rows(source, path, size):
    """Writes the header and then the rows, over and over, up to `size` bytes, without much memory."""
    with open(source, "rb") as rows, open(path, "wb") as file:
        file.write(rows.readline())
        start = rows.tell()
        while True:
            part = rows.read(min(1 << 20, max(0, size - file.tell())))
            if not part and file.tell() >= size:
                break
            file.write(part)
            if not part:
                rows.seek(start)
        # The last row may be cut.
        file.write(rows.readline())


def growth(backdrop, folder):
    """Reads the same rows over and over: 1 MB to 2 GB."""
    source = prepare("numeric", folder)
    config = folder / "growth.json"
    config.write_text(json.dumps(CASES["numeric"][4] | {"target": "y"}))
    path = folder / "growth.csv"
    results = []
    for size in (1, 10, 100, 500, 1000, 2000):
        repeat_rows(source, path, size * 1_000_000)
        whole, reading, memory = ours(backdrop, path, config, os.environ)
        megabytes = path.stat().st_size / 1e6
        results.append([f"{megabytes:.0f}", f"{reading:.3f}", f"{megabytes / reading:.0f}", f"{whole:.3f}",
                        f"{memory:.0f}", f"{memory / megabytes:.2f}"])
    path.unlink()
    columns = ["MB of text", "reading s", "MB/s", "whole process s", "peak MB", "peak / text"]
    return f"**growth**: the numeric rows, again and again, by Backdrop\n\n{saving.table(columns, results)}\n"


def main():
    if sys.argv[1:2] == ["--make"]:
        return make_file(sys.argv[2], pathlib.Path(sys.argv[3]))
    if sys.argv[1:2] == ["--peer"]:
        case, number, path = sys.argv[2:]
        read = CASES[case][2][int(number)](path)
        start = time.perf_counter()
        matrix = read()
        print(matrix.shape, time.perf_counter() - start)
        return
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--backdrop", default=".build/release/backdrop", type=pathlib.Path)
    parser.add_argument("--pairs", default=5, type=int)
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--save", type=pathlib.Path, help="replaces the section on reading of this file")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=", ".join(CASES))
    arguments = parser.parse_args()
    backdrop = str(arguments.backdrop.resolve())
    with tempfile.TemporaryDirectory() as temporary:
        folder = (arguments.folder or pathlib.Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        texts = []
        for case in arguments.cases or ([] if arguments.growth else CASES):
            texts.append(report(case, backdrop, arguments.pairs, folder))
            print(texts[-1], flush=True)
        if arguments.growth:
            texts.append(growth(backdrop, folder))
            print(texts[-1], flush=True)
    if arguments.save:
        texts.insert(0, f"{saving.processor()}. Reading is what `backdrop check --json` says under `seconds`: `read` and "
                        "`encode`. The peers' own start and imports are in the whole process alone.\n")
        saving.save_section(arguments.save, TITLE, "\n".join(texts))


if __name__ == "__main__":
    main()
