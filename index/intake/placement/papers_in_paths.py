"""Which folder of a path is the paper's: the nearest to the file that may be one.

Below the date or above it, in one name with it or apart. A folder that says nothing (``pages``, ``data``), a
date, a page, a section or an edition is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from index.intake.placement.dates_in_paths import FolderDate
from index.intake.placement.name_tokens import read_name
from index.intake.placement.words import word_kind
from index.messages import tr

_HOMES = ("home", "users", "media", "用户")
_NO_NAME = re.compile(r"[A-Za-z]:|[A-Za-z] ?[叠组版]|[A-Z]")  # a drive, a part of an issue
_NUMBERED = re.compile(r"[^\W\d_]+[ _-]?\d{1,3}")
_SURE = ("paper", "group", "titled")
_LIKELY = ("code", "word", "weekly")
_EDGES = " \t\u3000_-—.·,，、:：;；()（）[]【】《》「」"


class PaperChoice(NamedTuple):
    """The paper that folders say; ``is_known_form`` where it has the form of a paper's name (…日报, …-daily).

    ``doubt`` is why two folders may each be the paper.
    """

    paper: str | None = None
    is_known_form: bool = False
    doubt: str | None = None


class _Candidate(NamedTuple):
    paper: str
    kind: str


def folder_paper(folders: Sequence[str], date: FolderDate) -> PaperChoice:
    """Choose the paper among the names of the folders, from the root on, whose date is known."""
    fallback: str | None = None
    nearest: _Candidate | None = None
    for candidate in _candidates(folders, date):
        if nearest is not None:
            if candidate.kind == "paper":
                return PaperChoice(
                    doubt=tr(
                        "may be of {paper} or of {candidate_paper}",
                        paper=nearest.paper,
                        candidate_paper=candidate.paper,
                    )
                )
            break
        if candidate.kind == "paper":
            return PaperChoice(candidate.paper, is_known_form=True)
        if candidate.kind in ("group", "titled"):
            fallback = fallback or candidate.paper  # unless a paper is above it
        elif fallback is None and candidate.kind == "code":
            return PaperChoice(candidate.paper)
        elif fallback is None:
            nearest = candidate
    return PaperChoice((nearest.paper if nearest else fallback) or _numbered(folders, date))


def _numbered(folders: Sequence[str], date: FolderDate) -> str | None:
    """The folder right above the date where it is a word that says nothing with a number: ``paper1``.

    A number makes it a name of its own. It is taken where no folder has a better one.
    """
    above = min(date.parts, default=len(folders)) - 1
    return folders[above].strip() if above >= 0 and _NUMBERED.fullmatch(folders[above].strip()) else None


def _candidates(folders: Sequence[str], date: FolderDate) -> Iterator[_Candidate]:
    """Yield what may be a paper, from the file up."""
    for at in range(len(folders) - 1, -1, -1):
        candidates = _in_name(folders[at], at not in date.parts, at < date.last)
        if candidates and at > date.last >= 0:
            numbered = folders[at].strip()[:1].isdecimal()  # 13-教育周刊 is a page's folder
            candidates = tuple(
                each
                for each in candidates
                if each.kind != "titled" and not (numbered and each.kind == "weekly")
            )
        if candidates and at and folders[at - 1].lower() in _HOMES:
            candidates = tuple(each for each in candidates if each.kind == "paper")  # no user's name
        yield from candidates


@lru_cache(1 << 13)
def _in_name(found: str, whole: bool, above: bool) -> tuple[_Candidate, ...]:
    """What in a folder's name may be a paper; ``whole`` where the name says no date.

    ``above`` the date, ``evening`` is the evening paper; below it, the edition of that name.
    """
    name = read_name(found)
    words = [token for token in name.tokens if token.kind == "word"]
    shown = name.folded.strip()
    is_edition = word_kind(shown) == "edition"
    if is_edition and above and shown.isascii():
        return (_Candidate(name.found.strip(), "word"),)
    if not words or _NO_NAME.fullmatch(shown) or is_edition:
        return ()
    labels = any(token.kind in ("label", "bare_label", "pages") for token in name.tokens)
    if whole and not labels:
        phrases = [(name.found.strip(), shown)]
    else:
        phrases = [(name.found[token.start : token.end].strip(_EDGES), token.text) for token in words]
    kinds = [(phrase, word_kind(folded)) for phrase, folded in phrases]
    return tuple(
        _Candidate(phrase, kind)
        for phrase, kind in kinds
        if phrase and (kind in _SURE or (kind in _LIKELY and not labels))
    )
