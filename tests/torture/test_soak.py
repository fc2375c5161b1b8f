from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from tests.conftest import ROOT
from tests.torture import rounds
from tests.torture.soak import Plan, invented, soak


def test_every_answer_beside_a_writer_is_that_of_one_commit(tmp_path: Path):
    plan = Plan(readers=rounds(3, 8), commits=rounds(80, 2000))
    report = soak(tmp_path, plan, invented(plan.issues, Random(plan.seed)))
    assert report.wrong == []
    assert report.commits == plan.commits
    assert report.answers >= report.commits, "the writer waits for an answer before each"
    assert report.readers == set(range(plan.readers)), "each reader has an answer"


def session(number: int) -> set[int]:
    """The ids of the processes of a session that have not ended."""
    found = set()
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, _, of_session = file.read_text(encoding="utf-8").rpartition(")")[2].split()[:4]
            if int(of_session) == number and state not in "ZX":
                found.add(int(file.parent.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists processes in /proc")
@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM])
def test_readers_and_writer_end_with_the_process_that_started_them(tmp_path: Path, by: signal.Signals):
    program = f"""
from pathlib import Path
from random import Random
from tests.torture.soak import Plan, invented, soak
soak(Path({str(tmp_path)!r}), Plan(readers=2, seconds=600), invented(4, Random(5)))
"""
    started = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, start_new_session=True, stdout=subprocess.PIPE
    )
    try:
        while not all((tmp_path / name).exists() for name in ("reader0", "reader1", "writer")):
            with suppress(subprocess.TimeoutExpired):
                pytest.fail(f"the soak ended with {started.wait(0.05)}")
        assert len(session(started.pid)) > 3
        started.send_signal(by)
        assert started.stdout
        started.stdout.read()  # until the last process that may write there has ended
        started.wait()
        deadline = time.monotonic() + 60  # a process that closed its output may still be ending
        while session(started.pid):
            assert time.monotonic() < deadline, "some processes go on"
            time.sleep(0.05)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.communicate()
