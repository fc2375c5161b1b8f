"""Soak: readers beside a writer, for minutes; is every answer that of one commit, and does memory stay?

The writer adds, replaces, drops and merges issues, and notes when each commit was begun and when it had been
made, and what the oracle (``tests/oracle.py``, which reads every article for every question) answers to each
question in it. A reader notes when it asked, when it was answered, and what. An answer is right when a commit
answers the same that may have been the newest while the question was on its way.

    python -m tests.torture.soak --minutes 10      (`make soak`: over ../shared/data where that is)
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import blake2b
from multiprocessing.connection import Connection, wait
from multiprocessing.synchronize import Semaphore
from pathlib import Path
from random import Random
from typing import Any

import orjson

import searcher
from analyzers import Analyzer
from index.article import Article, article_id
from index.issue import Issue, IssueKey
from index.schema import Facet
from searcher import Archive
from searcher.language.parser import parse
from tests.conftest import SHARED
from tests.oracle import Oracle
from tests.torture import operations

# Each matches an article or not by itself: so an issue's share of the answer is counted once.
QUESTIONS = (
    "“经济”",
    "“的”",
    "“发展 ”",
    "标题：“中国”",
    "记者：王*",
    "版次：1",
    "日期：2020-01..2020-06 “人民”",
    "“北京” 非 “上海”",
    "农业 或 工业",
    "类型：brief",
)
PIECES = (
    "经济",
    "发展",
    "中国",
    "人民",
    "农业",
    "工业",
    "北京",
    "上海",
    "的",
    "春天",
    "，",
    "。",
    "与",
    "新",
)
ARCHIVE = "archive"
PAGE = 4096  # bytes, of /proc/self/statm
FACETS: tuple[Facet, ...] = ("section", "year")
Answer = tuple[int, str]  # how many articles, and a digest of their ids


@dataclass(frozen=True)
class Plan:
    """``issues`` are replaced by versions of themselves, ``commits`` times or for ``seconds``."""

    readers: int = 8
    issues: int = 40
    commits: int | None = None
    seconds: float | None = None
    seed: int = 5


@dataclass
class Report:
    commits: int = 0
    answers: int = 0
    readers: set[int] = field(default_factory=set)  # those that have answered
    wrong: list[str] = field(default_factory=list)
    memory: dict[str, list[tuple[float, int]]] = field(default_factory=dict)

    def slope(self, process: str) -> float:
        """How the memory of a process grows, in bytes a second, over the second half of its time."""
        samples = self.memory[process]
        samples = samples[len(samples) // 2 :]
        times, sizes = [at for at, _ in samples], [size for _, size in samples]
        middle, mean = sum(times) / len(times), sum(sizes) / len(sizes)
        spread = sum((at - middle) ** 2 for at in times)
        return sum((at - middle) * (size - mean) for at, size in samples) / spread if spread else 0.0


def invented(count: int, chance: Random) -> list[Issue]:
    """Issues of a few articles of chance's making."""
    made = []
    for number in range(count):
        day = date(2020, 1, 1) + timedelta(days=7 * number)
        made.append(_issue(day, "某市日报", chance.randrange(2, 9), chance))
    return made


def _issue(day: date, paper: str, articles: int, chance: Random) -> Issue:
    def text(most: int) -> str:
        return "".join(chance.choices(PIECES, k=chance.randint(1, most)))

    return Issue(
        IssueKey(day, paper),
        tuple(
            Article(
                id=article_id(day, 1, order),
                paper=paper,
                date=day,
                page=1,
                section=None,
                group=None,
                kicker=None,
                headline=text(4),
                paragraphs=tuple(text(60) for _ in range(chance.randint(1, 6))),
                reporters=(chance.choice(("王某", "何某某", "周某")),),
                kind=chance.choice(("news", "brief")),
                source="soak.jsonl",
            )
            for order in range(1, articles + 1)
        ),
    )


def real(count: int) -> list[Issue]:
    """The issues of ../shared/data, as many as asked for; none where it is not."""
    path = SHARED / "data" / "rmrb_2020_odd_days.jsonl.gz"
    if not path.exists():
        return []
    from index.intake.placement import Placement
    from index.intake.plan import Intake

    plan = Intake(Placement(None, None, None), None).plan([path])
    issues = []
    for incoming in plan.batches:
        for key, pages in incoming.pages.items():
            issues.append(Issue(key, tuple(each for _, page in sorted(pages.items()) for each in page)))
            if len(issues) == count:
                return issues
    return issues


def versions(issue: Issue) -> Iterator[Issue]:
    """The issue as it is, and without one article in two, three and five."""
    yield issue
    for every in (2, 3, 5):
        kept = tuple(each for number, each in enumerate(issue.articles) if number % every)
        yield replace(issue, articles=kept or issue.articles[:1])


def _content_hash(ids: Iterable[str]) -> Answer:
    ids = sorted(ids)
    return len(ids), blake2b("\n".join(ids).encode(), digest_size=8).hexdigest()


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE


class _Notes:
    """Lines of JSON a process leaves, its memory now and then among them."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("wb")
        self._sampled = 0.0

    def note(self, **told: object) -> None:
        self._file.write(orjson.dumps(told) + b"\n")
        if time.monotonic() - self._sampled > 0.5:
            self._sampled = time.monotonic()
            self._file.write(orjson.dumps({"at": self._sampled, "memory": _resident()}) + b"\n")

    def close(self) -> None:
        self._file.close()


def read(folder: Path, number: int, *, over: Connection, answered: Semaphore) -> None:
    """Ask one question after another, one at least, until it is over; each tenth time open the archive anew.

    It is ``over`` when the other end of the pipe is closed, or whoever held it is dead.
    """
    chance, notes = Random(number), _Notes(folder / f"reader{number}")
    archive = Archive(folder / ARCHIVE)
    asked = 0
    while not asked or not over.poll():
        question = chance.choice(QUESTIONS)
        begun = time.monotonic()
        error, answer, off = None, _content_hash(()), 0
        try:
            stream = archive.stream(question, sort="newest")
            answer = _content_hash(stream.ids)
            results = archive.search(question, facets=FACETS, limit=3)
            off = results.total - sum(each.count for each in results.facets["year"])
        except Exception as exc:  # noqa: BLE001 - whatever it is, it is told
            error = repr(exc)
        notes.note(q=question, begun=begun, ended=time.monotonic(), answer=answer, error=error, off=off)
        asked += 1
        answered.release()
        if asked % 10 == 0 and number % 2:
            archive.close()
            archive = Archive(folder / ARCHIVE)
    archive.close()
    notes.close()


def write(
    folder: Path,
    plan: Plan,
    issues: Sequence[Issue],
    oracle: Mapping[str, frozenset[str]],
    *,
    over: Connection,
    answered: Semaphore,
) -> None:
    """Change the archive again and again, as planned or until it is over; note what each commit answers.

    A commit waits for an answer, so that there is one at least for each, however slow the readers are.
    """
    chance, notes = Random(plan.seed), _Notes(folder / "writer")
    choices = [tuple(versions(issue)) for issue in issues]
    held: dict[IssueKey, Issue] = {}
    engine = operations.reopen(folder / ARCHIVE)
    started = time.monotonic()
    made = 0
    while not over.poll() and (
        made < plan.commits if plan.commits else time.monotonic() - started < (plan.seconds or 0)
    ):
        dropped = [key for key in held if chance.random() < 0.02]
        written = {}
        for _ in range(chance.choice((0, 1, 1, 2, 3))):
            issue = chance.choice(chance.choice(choices))
            if issue.key not in dropped:
                written[issue.key] = issue
        held = {key: issue for key, issue in held.items() if key not in dropped} | written
        ids = frozenset(article.id for issue in held.values() for article in issue.articles)
        right = {question: _content_hash(ids & found) for question, found in oracle.items()}
        while not answered.acquire(timeout=0.1):
            if over.poll():
                break
        begun = time.monotonic()
        engine.write(list(written.values()), drop=dropped)
        notes.note(begun=begun, ended=time.monotonic(), right=right)
        made += 1
    engine.close()
    notes.close()


def answers(issues: Iterable[Issue]) -> dict[str, frozenset[str]]:
    """Which articles match each question, by brute force."""
    oracle = Oracle((article for issue in issues for article in issue.articles), Analyzer(operations.LEXICON))
    return {question: frozenset(oracle.matches(parse(question))) for question in QUESTIONS}


def soak(folder: Path, plan: Plan, issues: Sequence[Issue]) -> Report:
    """Run readers beside a writer in ``folder``, then hold the answers against the commits."""
    path = folder / ARCHIVE
    searcher.open(path, create=True).close()
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([__name__])
    over, going_on = processes.Pipe(duplex=False)
    shared = {"over": over, "answered": processes.Semaphore(0)}
    readers = [
        processes.Process(target=read, args=(folder, number), kwargs=shared) for number in range(plan.readers)
    ]
    writer = processes.Process(target=write, args=(folder, plan, issues, answers(issues)), kwargs=shared)
    for process in (*readers, writer):
        process.start()
    wait([process.sentinel for process in (*readers, writer)])  # a reader ends first only where it died
    going_on.close()
    writer.join()
    for process in readers:
        process.join()
    failed = [process.name for process in (*readers, writer) if process.exitcode]
    report = _compare(folder, plan.readers)
    report.wrong += [f"{name} did not end by itself" for name in failed]
    with Archive(path) as archive:
        report.wrong += map(str, archive.verify())
    left = operations.left_over(path)
    report.wrong += [f"{name} is left over" for name in left]
    return report


def _compare(folder: Path, readers: int) -> Report:
    report = Report()
    empty = {question: list(_content_hash(())) for question in QUESTIONS}
    commits = [{"begun": 0.0, "ended": 0.0, "right": empty}, *_lines(folder / "writer", report)]
    report.commits = len(commits) - 1
    for number in range(readers):
        first = 0
        for line in _lines(folder / f"reader{number}", report):
            report.answers += 1
            report.readers.add(number)
            # The newest that had surely been made when the question was asked, and all begun before its end.
            while first + 1 < len(commits) and commits[first + 1]["ended"] <= line["begun"]:
                first += 1
            may_be = []
            for commit in commits[first:]:
                if commit["begun"] > line["ended"]:
                    break
                may_be.append(commit["right"][line["q"]])
            if line["error"] or line["answer"] not in may_be or line["off"]:
                report.wrong.append(f"reader {number}: {line}, right would be {may_be}")
    return report


def _lines(file: Path, report: Report) -> Iterator[dict[str, Any]]:
    with file.open("rb") as lines:
        for raw in lines:
            line = orjson.loads(raw)
            if "memory" in line:
                report.memory.setdefault(file.name, []).append((line["at"], line["memory"]))
            else:
                yield line


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--minutes", type=float, default=10)
    arguments.add_argument("--readers", type=int, default=8)
    arguments.add_argument("--issues", type=int, default=120)
    arguments.add_argument("--seed", type=int, default=5)
    told = arguments.parse_args()
    plan = Plan(readers=told.readers, issues=told.issues, seconds=60 * told.minutes, seed=told.seed)
    issues = real(plan.issues) or invented(plan.issues, Random(plan.seed))
    with tempfile.TemporaryDirectory() as folder:
        report = soak(Path(folder), plan, issues)
    articles = sum(len(issue.articles) for issue in issues)
    print(
        f"{len(issues)} issues, {articles:,} articles: {report.commits:,} commits, {report.answers:,} answers"
    )
    for name, samples in sorted(report.memory.items()):
        sizes = [size / 2**20 for _, size in samples]
        half = sizes[len(sizes) // 2 :]
        print(
            f"{name}: {half[0]:.0f} to {half[-1]:.0f} MB in the second half, at most {max(sizes):.0f}, "
            f"{report.slope(name) * 60 / 2**20:+.2f} MB a minute"
        )
    print(f"{len(report.wrong)} wrong", *report.wrong[:20], sep="\n")
    raise SystemExit(bool(report.wrong))


if __name__ == "__main__":
    main()
