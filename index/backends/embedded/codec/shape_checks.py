"""Shapes: has what a container says of itself the types and lengths that its readers count on?

Checksums tell that bytes are as some program wrote them, not that this program did. What is asked here takes
no time, so it is asked on opening; whether the numbers agree with each other is ``checking``'s to find.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from numpy.typing import NDArray

from index.kernel.posting_lists import SAMPLE_INTERVAL


class Parts(Protocol):
    """What is asked of a container."""

    told: dict[str, Any]

    def __contains__(self, name: str) -> bool: ...

    def part(self, name: str) -> NDArray[Any]: ...

    def raw(self, name: str) -> memoryview: ...


DTYPES = {
    "|u1": 1,
    "<u2": 2,
    "<u4": 4,
    "<u8": 8,
    "<f8": 8,
    "|i1": 1,
    "<i8": 8,
}  # and how many bytes each takes

BYTES, DOC, PLACE, LONG = ("|u1",), ("<u2", "<u4"), ("<u4",), ("<u8",)
CODE = ("|u1", *DOC)
# Of a field's parts in ``.terms``: its dtypes.
OF_FIELD: dict[str, Sequence[str]] = {
    "text": BYTES,
    "text_starts": PLACE,
    "starts": PLACE,
    "docs": DOC,
    "gaps": BYTES,
    "dense": PLACE,
    "gap_starts": LONG,
    "dense_starts": PLACE,
    "freqs": BYTES,
    "large_at": PLACE,
    "large": ("<f8",),
    "positions": ("<u2",),
    "far_at": LONG,
    "far": ("<u2",),
    "position_samples": LONG,
    "values": BYTES,
    "value_starts": LONG,
    "label": CODE,
    "labels": CODE,
    "label_starts": PLACE,
}
OF_ROWS: dict[str, Sequence[str]] = {
    "rows/lengths": PLACE,
    "rows/block_firsts": PLACE,
    "rows/block_ends": LONG,
    "rows/blocks": BYTES,
}
_RUNNING = ("text_starts", "starts", "gap_starts", "dense_starts", "label_starts")


def table_fault(read: Any, room: int) -> str | None:
    """What is wrong with a table of parts, which stand in ``room`` bytes; ``None`` where nothing is."""
    if not (
        isinstance(read, dict) and isinstance(read.get("told"), dict) and isinstance(read.get("parts"), dict)
    ):
        return "has a table that names no parts"
    end = 0
    for name, row in read["parts"].items():
        match row:
            case [int(offset), int(length), str(dtype), int(), bool()] if not any(
                isinstance(each, bool) for each in row[:4]
            ):
                if dtype not in DTYPES or length % DTYPES[dtype]:
                    return f"has a part {name} of another kind"
                if offset < end or length < 0 or offset + length > room:
                    return f"has a part {name} that leads out of it"
                end = offset + length
            case _:
                return f"has a table in which {name} is no part"
    return None


def doc_store_fault(docs: Parts) -> str | None:
    """What keeps the rows and lengths of ``docs`` from being read."""
    count = docs.told.get("documents")
    if type(count) is not int or count < 0:
        return "does not tell its number of documents"
    if wrong := _of_kinds(docs, OF_ROWS):
        return wrong
    firsts, ends = docs.part("rows/block_firsts"), docs.part("rows/block_ends")
    if len(docs.part("rows/lengths")) != count:
        return f"has {len(docs.part('rows/lengths')):,} rows for {count:,} documents"
    if len(firsts) != len(ends) or bool(count) != bool(len(firsts)):
        return "has blocks of rows without an end"
    if count and (firsts[0] or (firsts[1:] <= firsts[:-1]).any() or firsts[-1] >= count):
        return "has blocks of rows out of order"
    if count and ((ends[1:] < ends[:-1]).any() or ends[-1] > len(docs.raw("rows/blocks"))):
        return "has blocks of rows that lead out of it"
    totals = docs.told.get("lengths", {})
    if not isinstance(totals, dict):
        return "does not tell the lengths of its fields"
    for field, total in totals.items():
        lengths = docs.part(f"{field}/lengths")
        if type(total) is not int or total < 0 or lengths.dtype.str not in CODE or len(lengths) != count:
            return f"has {len(lengths):,} lengths of {field} for {count:,} documents"
    return None


def fields_fault(terms: Parts) -> str | None:
    """What is wrong with the names of the fields of ``terms``."""
    fields = terms.told.get("fields", {})
    codings = ("none", "freqs", "positions", "values")
    if not isinstance(fields, dict) or any(coding not in codings for coding in fields.values()):
        return "does not tell its fields"
    return None


def field_fault(terms: Parts, field: str) -> str | None:
    """What keeps the postings of ``field`` from being read."""
    if wrong := _of_kinds(terms, {f"{field}/{name}": kinds for name, kinds in OF_FIELD.items()}):
        return wrong

    def size(name: str) -> int:
        return len(terms.part(f"{field}/{name}"))

    starts = terms.part(f"{field}/starts")
    term_count, postings = len(starts) - 1, int(starts[-1]) if len(starts) else 0
    running = {name: size(name) for name in _RUNNING}
    sample_count = -(-postings // SAMPLE_INTERVAL) if f"{field}/positions" in terms else 0
    agree = (
        term_count >= 1
        and running["text_starts"] == running["starts"]
        and size("dense") <= term_count
        and (not size("dense") or running["gap_starts"] == running["dense_starts"] == size("dense") + 1)
        and size("large") == size("large_at")
        and size("far") == size("far_at")
        and size("freqs") in (0, -(-postings // 2))
        and size("position_samples") == sample_count
        and not (size("label") and size("labels"))
        and bool(size("labels")) == bool(running["label_starts"])
    )
    if not agree:
        return f"has parts of its field {field} that do not agree in length"
    if int(terms.part(f"{field}/text_starts")[-1]) != size("text"):
        return f"has terms of its field {field} that lead out of it"
    return None


def _of_kinds(container: Parts, kinds: dict[str, Sequence[str]]) -> str | None:
    for name, allowed in kinds.items():
        if name in container and container.part(name).dtype.str not in allowed:
            return f"has a part {name} of another kind"
    return None
