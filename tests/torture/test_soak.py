from __future__ import annotations

from pathlib import Path
from random import Random

from tests.torture import rounds
from tests.torture.soak import Plan, invented, soak


def test_every_answer_beside_a_writer_is_that_of_one_commit(tmp_path: Path):
    plan = Plan(readers=rounds(3, 8), commits=rounds(80, 2000))
    report = soak(tmp_path, plan, invented(plan.issues, Random(plan.seed)))
    assert report.wrong == []
    assert report.commits == plan.commits
    assert report.answers > report.commits
