"""Ids are unique in an archive: two articles that share one would hide each other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from index.errors import IssueFormatError
from index.issue import Issue, IssueKey
from index.messages import tr


def check_ids_unique(
    owner_in_archive: Callable[[str], IssueKey | None],
    issues: Sequence[Issue],
    replaced: Collection[IssueKey],
    planned: Mapping[IssueKey, Collection[str]] | None = None,
) -> None:
    """IssueFormatError where an article of ``issues`` has the id of another issue's article.

    ``owner_in_archive`` says of which issue the archive holds an article of that id. Issues in ``replaced``
    give up the ids they have there; those in ``planned`` have the planned ids instead.
    """
    planned = planned or {}
    taken = {article_id: key for key, ids in planned.items() if key not in replaced for article_id in ids}
    for issue in issues:
        for article in issue.articles:
            owner = taken.setdefault(article.id, issue.key)
            current_owner = owner_in_archive(article.id)
            if current_owner is not None:
                owner = owner if current_owner in replaced or current_owner in planned else current_owner
            if owner != issue.key:
                raise IssueFormatError(
                    str(issue.key),
                    tr(
                        "the id {id} belongs to {owner} already; give its articles other ids in a .jsonl, or "
                        "keep each paper in an archive of its own",
                        id=article.id,
                        owner=owner,
                    ),
                )
