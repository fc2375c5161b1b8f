"""Stored: what is kept of an article and of an issue, and how does it come back?

An article is its fields as JSON's object, an issue's record a list. Both are read as long as there are
archives that hold them: a field that comes later has a default, and none is taken away.
"""

from __future__ import annotations

from datetime import date as civil_date

import orjson

from index.article import Article
from index.issue import IssueKey, IssueRecord

NAME = "stored"  # of the one value in a document's row


def pack(told: Article | IssueRecord) -> bytes:
    """What is kept of an article, or of an issue."""
    if isinstance(told, Article):
        return orjson.dumps(told.to_dict())
    key, *rest, stamps = told
    return orjson.dumps((*key, *rest, dict(stamps)), option=orjson.OPT_NON_STR_KEYS)


def unpack(stored: bytes) -> Article | IssueRecord:
    """What was packed. ValueError, TypeError or KeyError for anything else."""
    row = orjson.loads(stored)
    if isinstance(row, dict):
        row["date"] = civil_date.fromisoformat(row["date"])
        for name, value in row.items():
            if isinstance(value, list):
                row[name] = tuple(value)
        return Article(**row)
    day, paper, articles, pages, digest, fingerprint, *later = row
    stamps = {int(page): stamp for page, stamp in later[0].items()} if later else {}
    key = IssueKey(civil_date.fromisoformat(day), paper)
    return IssueRecord(key, articles, tuple(pages), digest, fingerprint, stamps)


def key(told: Article | IssueRecord) -> IssueKey:
    """That of the issue it is of."""
    return told.key if isinstance(told, IssueRecord) else IssueKey.of(told)


def article(stored: bytes) -> Article:
    told = unpack(stored)
    assert isinstance(told, Article), "a record stands among the articles"
    return told


def record(stored: bytes) -> IssueRecord:
    told = unpack(stored)
    assert isinstance(told, IssueRecord), "an article stands among the records"
    return told
