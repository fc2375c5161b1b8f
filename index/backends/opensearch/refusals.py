"""What a cluster refuses, as our errors: each names the place and the cure, and shows no secret."""

from __future__ import annotations

from typing import Any

from index.deadline import Deadline
from index.errors import (
    ArchiveError,
    ArchiveNotFound,
    BackendUnavailable,
    IndexOutdated,
    QueryTooLarge,
    SearchTimeout,
)
from index.location import ClusterAddress
from index.messages import tr

USER, PASSWORD, CA = "SEARCHER_USER", "SEARCHER_PASSWORD", "SEARCHER_CA"
TIMEOUT_S = 60.0  # of a request without a deadline


class TooBusy(BackendUnavailable):
    """The cluster is too busy now."""


def refusal(address: ClusterAddress, status: int, error: Any, deadline: Deadline) -> ArchiveError:
    """The error that a status and what is told of it mean."""
    kinds, reason = _kinds_and_reason(error)
    where = str(address)
    if status == 401:
        return BackendUnavailable(
            tr(
                "{where}: user or password is wrong or missing; set {user} and {password}, or write "
                "them to ~/.netrc",
                where=where,
                user=USER,
                password=PASSWORD,
            )
        )
    if status == 403 and "cluster_block_exception" not in kinds:
        return BackendUnavailable(
            tr(
                "{where}: the user may not do this ({reason}); docs/cluster.md lists the rights",
                where=where,
                reason=reason,
            )
        )
    if kinds & {"index_not_found_exception", "index_closed_exception"}:
        return ArchiveNotFound(
            tr(
                "no archive at {where}; mend the name, make it by `searcher add`, or open the index "
                "where it was closed",
                where=where,
            )
        )
    if "cluster_block_exception" in kinds:
        return BackendUnavailable(
            tr(
                "{where}: the cluster takes no more ({reason}); its disk is full: give it room, and "
                "then lift the block",
                where=where,
                reason=reason,
            )
        )
    if kinds & {"too_many_clauses", "too_many_nested_clauses"}:
        return QueryTooLarge(
            tr("{where}: the question has more parts than the cluster takes; ask in several", where=where)
        )
    if kinds & {
        "strict_dynamic_mapping_exception",
        "mapper_parsing_exception",
        "illegal_argument_exception",
    }:
        return IndexOutdated(
            tr(
                "{where}: the archive was made by another version of searcher ({reason}); copy it "
                "with that version, or use that one",
                where=where,
                reason=reason,
            )
        )
    if "query_phase_execution_exception" in kinds and "exceeded" in reason.lower():
        return too_slow(deadline, address)
    if "task_cancelled_exception" in kinds:
        return too_slow(deadline, address)
    if status == 429:
        return TooBusy(
            tr(
                "{where}: the cluster is too busy ({reason}); try again later, or give it more memory",
                where=where,
                reason=reason,
            )
        )
    if status == 413:
        return BackendUnavailable(
            tr(
                "{where}: the cluster takes no request of this size; raise its http.max_content_length",
                where=where,
            )
        )
    if kinds & {
        "no_shard_available_action_exception",
        "unavailable_shards_exception",
        "search_phase_execution_exception",
    }:
        return shard_missing(address)
    if status in (502, 503, 504):
        return BackendUnavailable(
            tr("{where}: the cluster does not answer now ({reason}); try again", where=where, reason=reason)
        )
    return BackendUnavailable(
        tr("{where}: the cluster refused it ({status}, {reason})", where=where, status=status, reason=reason)
    )


def shard_missing(address: ClusterAddress) -> BackendUnavailable:
    """The error where a part of an archive cannot be read."""
    return BackendUnavailable(
        tr(
            "{address}: a part of the archive cannot be read now, since a shard of it is on no "
            "node that answers; start the cluster's other nodes, or restore its snapshot",
            address=address,
        )
    )


def too_slow(deadline: Deadline, address: ClusterAddress) -> ArchiveError:
    """The error where an answer was not there in time."""
    if deadline.left_s is None:
        return BackendUnavailable(
            tr(
                "{address}: no answer within {timeout_s:g} s; see how the cluster is, and try again",
                address=address,
                timeout_s=TIMEOUT_S,
            )
        )
    try:
        deadline.check()
    except SearchTimeout as timeout:
        return timeout
    return SearchTimeout(tr("the search took longer than it was given; ask for less, or give it more time"))


def _kinds_and_reason(error: Any) -> tuple[set[str], str]:
    """The types of an error and of what caused it, and the reason of the first cause."""
    if not isinstance(error, dict):
        return {str(error)}, str(error)[:200]
    found: list[dict[str, Any]] = [error]
    for each in found:
        causes = [*each.get("root_cause", []), each.get("caused_by")]
        causes += [shard.get("reason") for shard in each.get("failed_shards", [])]
        found += [cause for cause in causes if isinstance(cause, dict) and cause not in found]
    first = (error.get("root_cause") or [error])[0]
    text = " ".join(str(each.get("reason")) for each in found)
    reason = str(first.get("reason"))[:200]
    return {str(each.get("type")) for each in found}, text[:500] if "exceeded" in text.lower() else reason
