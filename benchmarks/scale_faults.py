"""Faults on purpose: whatever happens to a bulk run, giving the command again ends in the same files.

In: a folder to work in, the number of kills. Out: a Markdown table. The archive has a damaged web archive in it. A full disk is a small
file system in memory where this may be mounted (as root), else a limit on the size of files. Called by `scale.py faults`.
"""

import json
import multiprocessing
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from benchmarks.archive import Shape, make_documents, to_warc, write_archive
from benchmarks.scale_runs import SIJILL, hash_files, read_counts, run
from sijill.bulk import BatchJob, BatchOptions, local
from sijill.bulk.folder import Folder
from sijill.bulk.manifest import restart
from sijill.bulk.task import make_worker
from sijill.bulk.work import Worker
from sijill.collect import find_files
from sijill.extract.pool import Recipe
from sijill.settings import load_settings

DOCUMENTS = 1500
PARTITION = 50
LARGE = 2 << 30


def measure_faults(folder: Path, kills: int) -> str:
    """Return what every fault ended in."""
    archive = make_archive(folder / "faults")
    command = ["batch", str(archive), "--jobs", "2", "--partition", str(PARTITION), "--max-issues", "9"]
    undisturbed = run([*command, "--out", str(folder / "undisturbed"), "--restart"])
    wanted, counts = hash_files(folder / "undisturbed"), read_counts(folder / "undisturbed")
    issues = [json.loads(line) for p in (folder / "undisturbed" / "issues").glob("*.jsonl") for line in p.read_bytes().splitlines()]
    print(f"undisturbed: {undisturbed.clock:.0f} s, {counts}", file=sys.stderr, flush=True)
    rows = ["| fault | n | same files afterwards | what was said |", "| --- " * 4 + "|"]

    def add(name: str, times: int, is_same: bool, said: str) -> None:
        rows.append(f"| {name} | {times} | {'yes' if is_same else 'NO'} | {said} |")
        print(rows[-1], file=sys.stderr, flush=True)

    damaged = [i for i in issues if i["code"] == "broken_record"]
    add("a damaged record of a web archive", 1, len(damaged) == 1, f"`{damaged[0]['file']}:{damaged[0]['line']}: {damaged[0]['detail']}`")
    out = folder / "lost"
    said = lose_worker([*command, "--out", str(out), "--restart"])
    add("a worker process killed", 1, hash_files(out) == wanted, said)
    add("a full disk", 1, *fill_disk(folder / "full", command, wanted))
    add("SIGKILL at random moments", *kill_often(archive, folder / "killed", kills, wanted))
    add("one file of 2 GB with a line of 50 MB", 1, *read_large(folder))
    return "\n".join(rows)


def make_archive(folder: Path) -> Path:
    """Write the archive, with one more web archive that is damaged."""
    if not folder.is_dir():
        write_archive(folder, DOCUMENTS, Shape(relevant=0.1))
        pages = [m for m in make_documents(200, Shape(relevant=0.1, pages=1.0, seed=8)) if m.page is not None]
        records = [to_warc(m.row["url"], (m.page or "").encode()) for m in pages]
        records[70] = records[70][:300] + b"\0" * 40 + b"WXRC" + records[70][344:]
        records[120] = b"\0" * 50 + records[120][50:]
        (folder / "damaged.warc").write_bytes(b"".join(records))
    return folder


def kill_often(archive: Path, out: Path, kills: int, wanted: str) -> tuple[int, bool, str]:
    """Kill runs at random moments until there were enough; whenever one ends by itself, compare and begin again.

    Every run is a fork of this process, which has opened packs and gazetteer, so that the moments fall into work and not into its start.
    """
    job = make_job(archive, out)
    worker = make_worker(job)
    context = multiprocessing.get_context("fork")
    moments, done, finished, is_same = random.Random(13), 0, 0, True
    restart(Folder(job.out))
    while done < kills or finished == 0:
        process = context.Process(target=run_with, args=(job, worker))
        process.start()
        process.join(moments.uniform(0, 2.5) if done < kills else None)
        if process.is_alive():
            process.kill()
            process.join()
            done += 1
            continue
        finished += 1
        is_same = is_same and process.exitcode == 0 and hash_files(out) == wanted
        if done < kills:
            restart(Folder(job.out))
    return done, is_same, f"{finished} runs came to their end meanwhile"


def make_job(archive: Path, out: Path) -> BatchJob:
    """Return the job that the command line makes of the archive."""
    settings = load_settings()
    return BatchJob(
        files=tuple(find_files([str(archive)])),
        out=str(out),
        recipe=Recipe(settings, settings.pack_dirs(), settings.place_files()),
        options=BatchOptions(partition=PARTITION),
    )


def run_with(job: BatchJob, worker: Worker) -> None:
    """Run a job with a worker that is there already."""
    local.make_worker = lambda _: worker
    local.run_batch(job, jobs=1, on_progress=lambda _: None)


def lose_worker(command: list[str]) -> str:
    """Run a command and kill one of its worker processes as soon as the first partition is finished."""
    out = Path(command[command.index("--out") + 1])
    killed: list[int] = []

    def kill(pid: int) -> None:
        while not killed and Path(f"/proc/{pid}").exists():
            time.sleep(0.05)
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split() if (out / "progress").is_dir() else []
            workers = [int(c) for c in children if b"spawn_main" in Path(f"/proc/{c}/cmdline").read_bytes()]
            if workers:
                killed.append(workers[0])
                os.kill(workers[0], signal.SIGKILL)

    process = subprocess.Popen([*SIJILL, *command], stderr=subprocess.PIPE)
    thread = threading.Thread(target=kill, args=(process.pid,))
    thread.start()
    _, said = process.communicate()
    thread.join()
    return f"killed {len(killed)}, exit status {process.returncode}: `{said.decode().strip().splitlines()[-1].rpartition('/')[2]}`"


def fill_disk(folder: Path, command: list[str], wanted: str) -> tuple[bool, str]:
    """Run on a disk that is too small, then with more room."""
    folder.mkdir(exist_ok=True)
    out = folder / "out"
    is_mounted = (
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(folder)], capture_output=True, check=False).returncode == 0
    )
    try:
        if is_mounted:
            failed = subprocess.run([*SIJILL, *command, "--out", str(out)], capture_output=True, text=True, check=False)
            subprocess.run(["mount", "-o", "remount,size=200m", str(folder)], check=True)
        else:
            failed = subprocess.run(
                [*SIJILL, *command, "--out", str(out)], preexec_fn=_limit_files, capture_output=True, text=True, check=False
            )
        again = run([*command, "--out", str(out)])
        said = failed.stderr.strip().splitlines()[-1].replace(str(folder), "")
        return failed.returncode == 2 and again.status == 0 and hash_files(out) == wanted, f"exit status {failed.returncode}: `{said}`"
    finally:
        if is_mounted:
            subprocess.run(["umount", str(folder)], check=True)


def _limit_files() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def read_large(folder: Path) -> tuple[bool, str]:
    """Read one file of 2 GB in two processes and return whether memory stayed bounded."""
    path, size = folder / "large.jsonl", 0
    quiet = [m.row for m in make_documents(500, Shape(relevant=0.0, figurative=0.0, pages=0.0))]
    with path.open("wb") as file:
        number = 0
        while size < LARGE:
            body = " ".join(row["text"] for row in random.Random(number).sample(quiet, 40)) if number != 100 else "quiet " * 8_400_000
            size += file.write(json.dumps({"id": f"l{number}", "text": body}).encode() + b"\n")
            number += 1
    try:
        ended = run(["batch", str(path), "--out", str(folder / "large"), "--restart", "--jobs", "2"])
        counts = read_counts(folder / "large")
        said = f"{counts['records']:,} lines, {size / ended.cpu / 1e6:.0f} MB a second and core, peak {ended.peak:,.0f} MB"
        return ended.status == 0 and counts["records"] == number and ended.peak < 2000, said
    finally:
        path.unlink()
