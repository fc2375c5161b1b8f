"""The time of a command in a new process, beside the start-up of jieba and a search by ripgrep.

    python benchmarks/cold.py [ARCHIVE]

ARCHIVE is by default one made of the articles of ``../shared`` beside the checkout (a minute and a half),
else of seeds/. Measures the time of `searcher find 农交会 --json` and of other commands that a person
waits for; of `python -c "import jieba; jieba.initialize()"`, which every program that cuts queries with jieba
spends first; of `rg -F -l 农交会` over the archive's articles, a file of printed text each (it searches with
all cores); and of `python -c "import numpy"`, below which ours cannot come. All take turns, so that they meet
the same load of the machine. Prints medians in seconds, of wall and of processor time, and the shares of
jieba's and ripgrep's wall time; on a busy machine compare the processor times.
Every process starts with empty caches of its own; the system's file cache is warm and modules are compiled to
bytecode, as a first round is not counted. ripgrep is left out where it is not installed. Nothing is random.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import NamedTuple

import searcher

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
ROUNDS = 15
FILES_A_FOLDER = 1000
WORD = "农交会"
SEARCHER = str(Path(sys.executable).with_name("searcher"))
# Without bytecode on disk each process would compile every module.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
JIEBA, RIPGREP = "jieba.initialize()", "ripgrep"


def main() -> None:
    """Measure, and print the medians and the shares."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = Path(sys.argv[1]) if len(sys.argv) > 1 else _made(folder / "archive")
        commands = _commands(archive)
        if shutil.which("rg"):
            articles = _write_texts(archive, folder / "texts")
            commands[RIPGREP] = ("rg", "-F", "-l", "--no-ignore", WORD, str(folder / "texts"))
            print(f"{articles:,} articles, in the archive and as files")
        else:
            print("ripgrep: left out, no rg on the path")
        spent: dict[str, list[Spent]] = {each: [] for each in commands}
        for round_ in range(ROUNDS + 1):  # the first fills the file cache and is not counted
            for each, command in commands.items():
                of_command = run(command)
                if round_:
                    spent[each].append(of_command)
    medians = {each: Spent(*map(statistics.median, zip(*of, strict=True))) for each, of in spent.items()}
    peers = [each for each in (JIEBA, RIPGREP) if each in medians]
    print(f"{'':20}{'wall':>10}{'processor':>12}" + "".join(f"{'by ' + each:>23}" for each in peers))
    for each, (wall, processor) in medians.items():
        shares = "".join(f"{wall / medians[peer].wall_s:>23.2f}" for peer in peers)
        print(f"{each:20}{wall:>8.3f} s{processor:>10.3f} s{shares}")


class Spent(NamedTuple):
    """Seconds that a command took: of wall, and of processor in all its threads."""

    wall_s: float
    processor_s: float


def run(command: Sequence[str]) -> Spent:
    """Run a command; CalledProcessError where it fails. To find nothing is no failure."""
    started, before = time.perf_counter(), getrusage(RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, check=False, env=ENVIRONMENT)
    wall, after = time.perf_counter() - started, getrusage(RUSAGE_CHILDREN)
    if done.returncode not in {0, 1}:
        done.check_returncode()
    return Spent(wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def _commands(archive: Path) -> dict[str, tuple[str, ...]]:
    """What is measured, by the name under which it is printed."""
    ours = (SEARCHER, "--archive", str(archive))
    return {
        "find --json": (*ours, "find", WORD, "--json"),
        "find --count": (*ours, "find", WORD, "--count"),
        "issues": (*ours, "issues"),
        "status": (*ours, "status"),
        "--help": (SEARCHER, "--help"),
        JIEBA: (sys.executable, "-c", "import jieba; jieba.initialize()"),
        "import numpy": (sys.executable, "-c", "import numpy"),
    }


def _made(archive: Path) -> Path:
    """Make the archive that is measured where none is named."""
    add = (SEARCHER, "--archive", str(archive), "add", str(SHARED if SHARED.exists() else ROOT / "seeds"))
    subprocess.run(add, capture_output=True, check=True)
    return archive


def _write_texts(archive: Path, folder: Path) -> int:
    """Write each article's headline and body as a file; return how many there are."""
    count = 0
    with searcher.open(archive) as opened:
        for count, article in enumerate(opened.stream(searcher.Everything()), 1):
            place = folder / f"{count // FILES_A_FOLDER:03}"
            place.mkdir(parents=True, exist_ok=True)
            units = (*article.units("headline"), *article.units("body"))
            (place / f"{article.id}.txt").write_text("\n".join(units), encoding="utf-8")
    return count


if __name__ == "__main__":
    main()
