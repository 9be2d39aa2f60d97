"""What the trials of this folder share: a root, a daemon to torment, an audit of what it left, figures.

A trial speaks to the daemon as people do: files into `inbox/`, receipts out of `done/` and `failed/`, the views
of `runs.sqlite`, the model store. Each prints its seed, its figures beside what is required, and how to run it
again; it ends with exit code 1 and keeps its folder when something is not as it should be.
"""

import argparse
import contextlib
import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
BACKDROP = os.environ.get("BACKDROP", str(CHECKOUT / ".build/release/backdrop"))
# How young a temporary link may be and belong to a living process: as Sources/Files/AtomicFile.swift has it.
LINK_SECONDS = 10
# Whether the program itself puts the files of a failed job back.
HAS_RETRY = subprocess.run([BACKDROP, "help", "retry"], capture_output=True, check=False).returncode == 0
# No event of a trial takes so long, on however busy a machine.
PATIENCE = 120


class Fault(Exception):
    """Something is not as it should be, and the trial cannot go on."""


class Trial:
    """One run of a trial: its numbers, its random numbers, its folder, its figures and its faults."""

    def __init__(self, about, short, **full):
        """`full` holds the numbers of the full length, `short` those that differ in the short form."""
        parser = argparse.ArgumentParser(description=about)
        parser.add_argument("--short", action="store_true", help="the form that `make test` runs")
        parser.add_argument("--seed", type=int, help="the seed of an earlier run")
        for name, value in full.items():
            parser.add_argument(f"--{name}", type=type(value), help=f"{value}; short: {short.get(name, value)}")
        chosen = parser.parse_args()
        self.is_short = chosen.short
        self.seed = random.SystemRandom().randrange(1 << 32) if chosen.seed is None else chosen.seed
        for name, value in full.items():
            given = getattr(chosen, name)
            default = short.get(name, value) if chosen.short else value
            setattr(self, name, default if given is None else given)
        self.random = random.Random(self.seed)
        self.name = pathlib.Path(sys.argv[0]).name
        self.faults = []
        self.started = time.monotonic()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"backdrop-{self.name}-"))
        numbers = " ".join(f"--{name} {getattr(self, name)}" for name in full)
        print(f"{self.name}: Tests/soak/{self.name} {numbers} --seed {self.seed}", flush=True)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, Fault):
            self.faults.append(str(error))
        self.figure("seconds", round(time.monotonic() - self.started, 1))
        if kind is None or isinstance(error, Fault):
            for fault in self.faults[:20]:
                print(f"{self.name}: FAULT: {fault}", flush=True)
            if self.faults:
                print(f"{self.name}: {len(self.faults)} faults; kept {self.folder}", flush=True)
                sys.exit(1)
        if kind is None:
            shutil.rmtree(self.folder)
        return False

    def figure(self, name, value, required=""):
        """Prints a figure, with what is required of it."""
        print(f"{self.name}: {name}: {value}" + (f" (required: {required})" if required != "" else ""), flush=True)

    def require(self, holds, fault):
        """Notes a fault unless something holds."""
        if not holds:
            self.faults.append(fault)
        return holds

    def root(self, name="root"):
        """A new root below the trial's folder."""
        return Root(self.folder / name)


def points(numbers, rows=60):
    """A CSV of points with two classes, another one at each call."""
    shift = numbers.random()
    lines = ["x,y,label"]
    for _ in range(rows):
        x, y = numbers.gauss(0, 1), numbers.gauss(0, 1)
        lines.append(f"{x:.4f},{y:.4f},{'left' if x + 0.3 * y < shift - 0.5 else 'right'}")
    return "\n".join(lines + ["3,3,right", "-3,-3,left"]) + "\n"


def sha256(data):
    """The SHA-256 of bytes, as the run log writes it."""
    return hashlib.sha256(data).hexdigest()


class Root:
    """A root with its folders, and what was dropped into it."""

    def __init__(self, path, make=True):
        self.path = path
        self.pipeline = path / "pipeline"
        self.inbox = self.pipeline / "inbox"
        self.log = path.parent / f"{path.name}.log"
        # The CSV's bytes by the name without its ending.
        self.drops = {}
        if make:
            subprocess.run([BACKDROP, "init", "--quiet", str(path)], check=True)

    # --- What people do

    def drop(self, name, csv, config=None):
        """Drops a CSV and its config by the safe protocol: written under another name, then renamed."""
        data = csv.encode()
        self.drops[name] = data
        if config is not None:
            self.put(f"{name}.json", config.encode())
        self.put(f"{name}.csv", data)

    def put(self, name, data):
        """Writes a file into the inbox under a name that is ignored, and renames it."""
        part = self.inbox / f".{name}.part"
        part.write_bytes(data)
        part.rename(self.inbox / name)

    def command(self, *more):
        """The command line of the daemon."""
        return [BACKDROP, "watch", "--root", str(self.path), "--poll", "0.05", "--threads", "1", *more]

    @contextlib.contextmanager
    def daemon(self, *more, under=()):
        """A daemon that runs meanwhile, and is killed at the end if it still does."""
        with open(self.log, "ab") as log:
            process = subprocess.Popen([*under, *self.command(*more)], stdout=log, stderr=log)
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()

    def work_off(self, *more, under=(), limit=PATIENCE):
        """Runs `watch --once`, and gives its exit code; minus the signal that ended it."""
        with self.daemon("--once", *more, under=under) as process:
            try:
                return process.wait(limit)
            except subprocess.TimeoutExpired:
                # A tracer does not take its tracee with it.
                for child in children(process.pid):
                    os.kill(child, signal.SIGKILL)
                raise Fault(f"watch --once takes more than {limit} s; see {self.log}") from None

    def put_back(self):
        """Drops the files of jobs again that were given up because of our kills; how many there were."""
        count = 0
        for job in self.rows("SELECT id FROM jobs WHERE state = 'failed' AND error_code = 'poison'"):
            folder = self.pipeline / "failed" / job["id"]
            files = [file for file in sorted(folder.iterdir() if folder.is_dir() else [], reverse=True)
                     if file.suffix in (".csv", ".json") and file.name != "receipt.json"]
            if not files:  # they were put back before
                continue
            if HAS_RETRY:
                subprocess.run([BACKDROP, "retry", job["id"], "--root", str(self.path), "--quiet"], check=True)
                count += 1
                continue
            for file in files:
                file.rename(self.inbox / file.name)
                count += file.suffix == ".csv"
        return count

    # --- What is seen

    def rows(self, query, *values, copied=False):
        """Rows of the run log, whether a daemon runs or not.

        A reader may not roll back what a killed writer left; `copied` looks at a copy, which may.
        """
        path = self.pipeline / "runs.sqlite"
        if not path.exists():
            return []
        scratch = None
        if copied:
            scratch = tempfile.mkdtemp(dir=self.path.parent)
            for name in ("runs.sqlite", "runs.sqlite-journal"):
                if (self.pipeline / name).exists():
                    shutil.copy(self.pipeline / name, scratch)
            path = pathlib.Path(scratch) / "runs.sqlite"
        try:
            mode = "rw" if copied else "ro"
            log = sqlite3.connect(f"file:{path}?mode={mode}", uri=True, timeout=30)
            log.row_factory = sqlite3.Row
            try:
                return [dict(row) for row in log.execute(query, values)]
            except sqlite3.OperationalError as error:
                # A daemon that was stopped before it had made its tables.
                if "no such table" in str(error):
                    return []
                raise
            finally:
                log.close()
        finally:
            if scratch:
                shutil.rmtree(scratch)

    def states(self, copied=False):
        """The number of jobs in each state."""
        rows = self.rows("SELECT state, count(*) AS number FROM jobs GROUP BY state", copied=copied)
        return {row["state"]: row["number"] for row in rows}

    def waiting(self):
        """The names in the inbox that are no hidden files."""
        return [entry.name for entry in os.scandir(self.inbox) if not entry.name.startswith(".")]

    def settled(self):
        """Whether nothing waits and nothing is under way."""
        if self.waiting() or any(os.scandir(self.pipeline / "work")):
            return False
        states = self.states()
        return not any(states.get(state) for state in ("intent", "claimed", "running"))

    def files(self):
        """Every file of the pipeline's four folders and of the store, links included."""
        for top in (self.inbox, self.pipeline / "work", self.pipeline / "done", self.pipeline / "failed",
                    self.path / "models"):
            for folder, _, names in os.walk(top):
                for name in names:
                    yield pathlib.Path(folder) / name

    def snapshot(self):
        """All that recovery might change: every file with its content, and every row of jobs, runs and models."""
        files = {str(file.relative_to(self.path)): os.readlink(file) if file.is_symlink() else
                 sha256(file.read_bytes()) for file in self.files()}
        tables = {table: self.rows(f"SELECT * FROM {table} ORDER BY 1") for table in ("jobs", "runs", "models")}
        return files, tables

    # --- The audit

    def audit(self, trial, when, weights=None):
        """Checks what must hold at any moment, and, with `weights`, what must hold when all is settled.

        `weights` gives the SHA-256 of the weights that an undisturbed daemon trains, by drop.
        """
        try:
            self.audit_log(trial, when)
            self.audit_files(trial, when)
            if weights is not None:
                self.audit_end(trial, when, weights)
        except sqlite3.DatabaseError as error:
            trial.require(False, f"{when}: the run log cannot be read: {error}")

    def audit_log(self, trial, when):
        """Checks that the run log is whole, and that nothing was done twice."""
        answer = self.rows("PRAGMA integrity_check", copied=True)
        trial.require(answer in ([], [{"integrity_check": "ok"}]), f"{when}: integrity_check says {answer}")
        broken = self.rows("PRAGMA foreign_key_check", copied=True)
        trial.require(not broken, f"{when}: foreign_key_check says {broken}")
        twice = self.rows(
            "SELECT identity, count(*) AS number FROM jobs WHERE state = 'done' GROUP BY identity HAVING count(*) > 1",
            copied=True)
        trial.require(not twice, f"{when}: done twice: {twice}")

    def audit_files(self, trial, when):
        """Checks that every dropped file is there once, as it came, and that no model is half a model."""
        found = {}
        for file in self.files():
            if file.name.startswith("."):
                continue
            if file.suffix == ".csv":
                found.setdefault(file.stem, []).append(file)
            elif file.suffix == ".npz" and not file.is_symlink():
                trial.require(is_whole_model(file), f"{when}: half a model: {file}")
        for name, data in self.drops.items():
            places = found.get(name, [])
            if trial.require(len(places) == 1, f"{when}: {name}.csv is in {len(places)} places: {places}"):
                trial.require(places[0].read_bytes() == data, f"{when}: {places[0]} is not what was dropped")

    def audit_end(self, trial, when, weights):
        """Checks that every drop is settled, with a receipt, a model, and the bits of an undisturbed daemon."""
        settled = {}
        for job in self.rows("SELECT id, name, state, error_message FROM jobs ORDER BY number"):
            settled[job["name"].removesuffix(".csv")] = job
        runs = {run["job"]: run for run in self.rows(
            "SELECT job, checkpoint, weights_sha256 FROM v_runs WHERE state = 'done'")}
        for name in self.drops:
            job = settled.get(name)
            if not trial.require(job is not None, f"{when}: no job for {name}"):
                continue
            if not trial.require(job["state"] in ("done", "duplicate"),
                                 f"{when}: {name} is {job['state']}: {job['error_message']}"):
                continue
            receipt = self.pipeline / "done" / job["id"] / "receipt.json"
            if trial.require(receipt.is_file(), f"{when}: {name} has no receipt"):
                outcome = json.loads(receipt.read_bytes())["outcome"]
                trial.require(outcome == job["state"], f"{when}: the receipt of {name} says {outcome}")
            if job["state"] == "duplicate":
                continue
            run = runs.get(job["id"])
            if trial.require(run is not None, f"{when}: {name} is done without a run"):
                trial.require((self.path / run["checkpoint"]).is_file(), f"{when}: {name} has no checkpoint")
                trial.require(run["weights_sha256"] == weights.get(name, run["weights_sha256"]),
                              f"{when}: {name} has other weights than undisturbed")
        # A link cannot be locked: one of a process that is gone is told from a living one's by its age alone.
        left = [str(file) for file in self.files() if file.name.startswith(".backdrop-") and
                not (file.is_symlink() and time.time() - file.lstat().st_mtime < LINK_SECONDS)]
        trial.require(not left, f"{when}: temporary files are left: {left}")
        trial.require(not any(os.scandir(self.pipeline / "work")), f"{when}: work/ is not empty")

    def weights(self):
        """The weights of each drop's run, as far as it was trained."""
        return {row["name"].removesuffix(".csv"): row["weights_sha256"] for row in self.rows(
            "SELECT jobs.name, weights_sha256 FROM v_runs JOIN jobs ON jobs.id = v_runs.job WHERE v_runs.state = 'done'")}


def undisturbed(trial, drops):
    """What a daemon trains whom nobody disturbs: the weights of each of the drops {name: (csv, config)}."""
    root = trial.root(f"undisturbed-{len(os.listdir(trial.folder))}")
    for name, (csv, config) in drops.items():
        root.drop(name, csv, config)
    code = root.work_off(limit=PATIENCE + len(drops))
    if code != 0:
        raise Fault(f"the undisturbed daemon ends with {code}; see {root.log}")
    return root.weights()


def is_whole_model(path):
    """Whether a checkpoint is a whole archive with its document and intact members."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "model.json" in archive.namelist() and archive.testzip() is None
    except (zipfile.BadZipFile, OSError):
        return False


def wait_until(what, condition, process=None, limit=PATIENCE, pause=0.02):
    """Waits until a condition holds, and gives what it gives."""
    end = time.monotonic() + limit
    while True:
        try:
            answer = condition()
        except sqlite3.OperationalError:
            answer = None
        if answer:
            return answer
        if process is not None and process.poll() is not None:
            raise Fault(f"the daemon ended with {process.returncode} while waiting for {what}")
        if time.monotonic() > end:
            raise Fault(f"no {what} within {limit} s")
        time.sleep(pause)


def children(process):
    """The processes that a process has started."""
    with contextlib.suppress(OSError):
        return [int(word) for word in
                pathlib.Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return []


def resident_kibibytes(process):
    """The memory of a process that is in RAM."""
    for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def descriptors(process):
    """The number of open descriptors of a process."""
    return len(os.listdir(f"/proc/{process}/fd"))


def percentile(values, share):
    """The value below which a share of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
