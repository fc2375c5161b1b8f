"""Runs atheris on a target of ``fuzz``: looks for bytes that raise other errors, and for the slowest input.

    python -m tests.torture.fuzzing page 60      (`make fuzz`: every target for a minute)

It prints how long the slowest input took, in seconds per 100 kB.
"""

from __future__ import annotations

import sys
import time
from contextlib import suppress

import atheris

with atheris.instrument_imports(include=["analyzers", "index", "searcher"]):
    from index.errors import ArchiveError
    from tests.torture import fuzz

MIN_BYTES = 10_000  # a shorter input counts as this long, because an empty page takes time too


def main() -> None:
    name, seconds = sys.argv[1], sys.argv[2]
    target = fuzz.TARGETS[name]
    slowest = (0.0, b"")

    def one(raw: bytes) -> None:
        nonlocal slowest
        started = time.perf_counter()
        with suppress(ArchiveError):
            target(raw)
        took = (time.perf_counter() - started) / max(len(raw), MIN_BYTES) * 100_000
        if took > slowest[0]:
            slowest = took, raw
            print(f"{name}: {took:.2f} s for 100 kB, of {len(raw):,} bytes", flush=True)

    for seed in fuzz.seeds(name):
        with suppress(ArchiveError):
            target(seed)  # loads everything that is loaded once, which no input should be charged for
    corpus = fuzz.folder() / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(fuzz.seeds(name)):
        (corpus / str(number)).write_bytes(seed)
    limits = (f"-max_total_time={seconds}", "-max_len=20000", "-timeout=20")
    atheris.Setup([sys.argv[0], *limits, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
