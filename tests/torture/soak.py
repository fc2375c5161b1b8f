"""Readers beside a writer, for minutes: every answer must be that of one commit, and memory must not grow.

The writer adds, replaces, drops and merges issues. For each commit it writes down when it began and ended,
and how the oracle (``tests/oracle.py``, which reads every article for every query) answers each query in that
commit. A reader writes down when it asked, when it was answered, and the answer. An answer is right when it
is the answer of some commit that may have been the newest one while the query ran.

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
from index.page_label import page_order
from index.schema import Facet
from searcher import Archive
from searcher.language.parser import parse
from tests.conftest import SHARED
from tests.oracle import Oracle
from tests.torture import operations

# Each query matches an article whatever other articles there are, so the oracle answers it once per article.
QUERIES = (
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
PAGE_BYTES = 4096  # the unit of /proc/self/statm
FACETS: tuple[Facet, ...] = ("section", "year")
Answer = tuple[int, str]  # the number of articles, and a hash of their ids


@dataclass(frozen=True)
class Plan:
    """``issues`` are replaced by versions of themselves, in a number of ``commits`` or for ``seconds``."""

    readers: int = 8
    issues: int = 40
    commits: int | None = None
    seconds: float | None = None
    seed: int = 5


@dataclass
class Report:
    """What a soak found."""

    commits: int = 0
    answers: int = 0
    readers: set[int] = field(default_factory=set)  # those with an answer
    wrong: list[str] = field(default_factory=list)
    memory: dict[str, list[tuple[float, int]]] = field(default_factory=dict)
    """(seconds, resident bytes) of each process, ascending."""

    def slope(self, process: str) -> float:
        """The growth of a process's memory in bytes per second, fitted to the second half of its time."""
        samples = self.memory[process]
        samples = samples[len(samples) // 2 :]
        times, sizes = [at for at, _ in samples], [size for _, size in samples]
        middle, mean = sum(times) / len(times), sum(sizes) / len(sizes)
        spread = sum((at - middle) ** 2 for at in times)
        return sum((at - middle) * (size - mean) for at, size in samples) / spread if spread else 0.0


def invented(count: int, generator: Random) -> list[Issue]:
    """Issues of a few random articles."""
    made = []
    for number in range(count):
        day = date(2020, 1, 1) + timedelta(days=7 * number)
        made.append(_issue(day, "某市日报", generator.randrange(2, 9), generator))
    return made


def _issue(day: date, paper: str, articles: int, generator: Random) -> Issue:
    def text(max_pieces: int) -> str:
        return "".join(generator.choices(PIECES, k=generator.randint(1, max_pieces)))

    return Issue(
        IssueKey(day, paper),
        tuple(
            Article(
                id=article_id(paper, day, 1, order),
                paper=paper,
                date=day,
                page=1,
                section=None,
                group=None,
                kicker=None,
                headline=text(4),
                paragraphs=tuple(text(60) for _ in range(generator.randint(1, 6))),
                reporters=(generator.choice(("王某", "何某某", "周某")),),
                kind=generator.choice(("news", "brief")),
                source="soak.jsonl",
            )
            for order in range(1, articles + 1)
        ),
    )


def real(count: int) -> list[Issue]:
    """The first ``count`` issues of ../shared/data; none where it is missing."""
    path = SHARED / "data" / "rmrb_2020_odd_days.jsonl.gz"
    if not path.exists():
        return []
    from index.intake.placement import Placement
    from index.intake.plan import Intake
    from index.intake.source_reader import SourceReader

    plan = Intake(SourceReader(Placement())).plan([path])
    issues = []
    for batch in plan.batches:
        for key, pages in batch.pages.items():
            issues.append(
                Issue(key, tuple(each for page in sorted(pages, key=page_order) for each in pages[page]))
            )
            if len(issues) == count:
                return issues
    return issues


def versions(issue: Issue) -> Iterator[Issue]:
    """The issue as it is, and without every second, third and fifth article."""
    yield issue
    for every in (2, 3, 5):
        kept = tuple(each for number, each in enumerate(issue.articles) if number % every)
        yield replace(issue, articles=kept or issue.articles[:1])


def _answer(ids: Iterable[str]) -> Answer:
    ids = sorted(ids)
    return len(ids), blake2b("\n".join(ids).encode(), digest_size=8).hexdigest()


def _resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE_BYTES


class _Log:
    """The lines of JSON that a process writes, among them its memory twice a second."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("wb")
        self._sampled = 0.0

    def write(self, **values: object) -> None:
        """Write a line, and one of the memory when it is time."""
        self._file.write(orjson.dumps(values) + b"\n")
        if time.monotonic() - self._sampled > 0.5:
            self._sampled = time.monotonic()
            self._file.write(orjson.dumps({"at": self._sampled, "memory": _resident_bytes()}) + b"\n")

    def close(self) -> None:
        self._file.close()


def read(folder: Path, number: int, *, stop: Connection, answered: Semaphore) -> None:
    """Run one query after another, at least one, until ``stop``; odd readers reopen the archive every ten.

    ``stop`` is a pipe: the end is when its other end is closed, also by the death of the process that had it.
    """
    generator, log = Random(number), _Log(folder / f"reader{number}")
    archive = Archive(folder / ARCHIVE)
    asked = 0
    while not asked or not stop.poll():
        query = generator.choice(QUERIES)
        begun = time.monotonic()
        error, answer, miscount = None, _answer(()), 0
        try:
            stream = archive.stream(query, sort="newest")
            answer = _answer(stream.ids)
            results = archive.search(query, facets=FACETS, limit=3)
            miscount = results.total - sum(each.count for each in results.facets["year"])
        except Exception as exc:  # noqa: BLE001 - any error is reported
            error = repr(exc)
        log.write(
            query=query, begun=begun, ended=time.monotonic(), answer=answer, error=error, miscount=miscount
        )
        asked += 1
        answered.release()
        if asked % 10 == 0 and number % 2:
            archive.close()
            archive = Archive(folder / ARCHIVE)
    archive.close()
    log.close()


def write(
    folder: Path,
    plan: Plan,
    issues: Sequence[Issue],
    oracle: Mapping[str, frozenset[str]],
    *,
    stop: Connection,
    answered: Semaphore,
) -> None:
    """Commit changes as planned or until ``stop``; log the right answers of each commit.

    A commit waits for an answer, so that each commit has one at least, however slow the readers are.
    """
    generator, log = Random(plan.seed), _Log(folder / "writer")
    choices = [tuple(versions(issue)) for issue in issues]
    current: dict[IssueKey, Issue] = {}
    engine = operations.reopen(folder / ARCHIVE)
    started = time.monotonic()
    made = 0
    while not stop.poll() and (
        made < plan.commits if plan.commits else time.monotonic() - started < (plan.seconds or 0)
    ):
        dropped = [key for key in current if generator.random() < 0.02]
        written = {}
        for _ in range(generator.choice((0, 1, 1, 2, 3))):
            issue = generator.choice(generator.choice(choices))
            if issue.key not in dropped:
                written[issue.key] = issue
        current = {key: issue for key, issue in current.items() if key not in dropped} | written
        ids = frozenset(article.id for issue in current.values() for article in issue.articles)
        right = {query: _answer(ids & found) for query, found in oracle.items()}
        while not answered.acquire(timeout=0.1):
            if stop.poll():
                break
        begun = time.monotonic()
        engine.write(list(written.values()), drop=dropped)
        log.write(begun=begun, ended=time.monotonic(), right=right)
        made += 1
    engine.close()
    log.close()


def oracle_answers(issues: Iterable[Issue]) -> dict[str, frozenset[str]]:
    """The ids of the articles that match each query, by brute force."""
    oracle = Oracle((article for issue in issues for article in issue.articles), Analyzer(operations.LEXICON))
    return {query: frozenset(oracle.matches(parse(query))) for query in QUERIES}


def soak(folder: Path, plan: Plan, issues: Sequence[Issue]) -> Report:
    """Run readers beside a writer in ``folder``, then compare their answers with the commits."""
    path = folder / ARCHIVE
    searcher.open(path, create=True).close()
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([__name__])
    stop, running = processes.Pipe(duplex=False)
    shared = {"stop": stop, "answered": processes.Semaphore(0)}
    readers = [
        processes.Process(target=read, args=(folder, number), kwargs=shared) for number in range(plan.readers)
    ]
    writer = processes.Process(
        target=write, args=(folder, plan, issues, oracle_answers(issues)), kwargs=shared
    )
    for process in (*readers, writer):
        process.start()
    wait([process.sentinel for process in (*readers, writer)])  # a reader ends first only by dying
    running.close()
    writer.join()
    for process in readers:
        process.join()
    failed = [process.name for process in (*readers, writer) if process.exitcode]
    report = _compare(folder, plan.readers)
    report.wrong += [f"{name} did not end by itself" for name in failed]
    with Archive(path) as archive:
        report.wrong += map(str, archive.verify())
    report.wrong += [f"{name} is left over" for name in operations.left_over_files(path)]
    return report


def _compare(folder: Path, readers: int) -> Report:
    report = Report()
    empty = {query: list(_answer(())) for query in QUERIES}
    commits = [{"begun": 0.0, "ended": 0.0, "right": empty}, *_lines(folder / "writer", report)]
    report.commits = len(commits) - 1
    for number in range(readers):
        first = 0
        for line in _lines(folder / f"reader{number}", report):
            report.answers += 1
            report.readers.add(number)
            # The newest commit that had ended when the query began, and all that began before the query
            # ended.
            while first + 1 < len(commits) and commits[first + 1]["ended"] <= line["begun"]:
                first += 1
            right_answers = []
            for commit in commits[first:]:
                if commit["begun"] > line["ended"]:
                    break
                right_answers.append(commit["right"][line["query"]])
            if line["error"] or line["answer"] not in right_answers or line["miscount"]:
                report.wrong.append(f"reader {number}: {line}, right would be one of {right_answers}")
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
    parsed = arguments.parse_args()
    plan = Plan(readers=parsed.readers, issues=parsed.issues, seconds=60 * parsed.minutes, seed=parsed.seed)
    issues = real(plan.issues) or invented(plan.issues, Random(plan.seed))
    with tempfile.TemporaryDirectory() as folder:
        report = soak(Path(folder), plan, issues)
    articles = sum(len(issue.articles) for issue in issues)
    print(
        f"{len(issues)} issues, {articles:,} articles: {report.commits:,} commits, {report.answers:,} answers"
    )
    for name, samples in sorted(report.memory.items()):
        sizes_mb = [size / 2**20 for _, size in samples]
        half = sizes_mb[len(sizes_mb) // 2 :]
        print(
            f"{name}: {half[0]:.0f} to {half[-1]:.0f} MB in the second half, at most {max(sizes_mb):.0f}, "
            f"{report.slope(name) * 60 / 2**20:+.2f} MB a minute"
        )
    print(f"{len(report.wrong)} wrong", *report.wrong[:20], sep="\n")
    raise SystemExit(bool(report.wrong))


if __name__ == "__main__":
    main()
