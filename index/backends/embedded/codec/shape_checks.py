"""Checks of shape on opening: do the parts of a container have the dtypes and lengths that readers rely on?

A checksum shows that bytes are as a program wrote them, not that the program was ours. These checks take no
time, so they are made on every opening; whether values agree with each other is for ``consistency`` to find.
Each function returns what is wrong, as the end of a sentence about the file, or ``None``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from numpy.typing import NDArray

from index.kernel.posting_lists import SAMPLE_INTERVAL
from index.messages import tr


class ReadableContainer(Protocol):
    """What the checks need of a ``Container``."""

    meta: dict[str, Any]

    def __contains__(self, name: str) -> bool: ...

    def part(self, name: str) -> NDArray[Any]:
        """A part as an array."""

    def raw(self, name: str) -> memoryview:
        """The bytes of a part."""


META_KEY = "told"  # of a container's ``meta`` in the table on disk: the name of format 1, never changed

# The dtypes that a part may have, and the bytes of one element.
ITEM_SIZES = {
    "|u1": 1,
    "<u2": 2,
    "<u4": 4,
    "<u8": 8,
    "<f8": 8,
    "|i1": 1,
    "<i8": 8,
}

# Dtypes by what a part holds.
BYTES, DOC_ID, OFFSET, LONG_OFFSET = ("|u1",), ("<u2", "<u4"), ("<u4",), ("<u8",)
CODE = ("|u1", *DOC_ID)
# The dtypes of the parts of a field in ``.terms``.
FIELD_DTYPES: dict[str, Sequence[str]] = {
    "text": BYTES,
    "text_starts": OFFSET,
    "starts": OFFSET,
    "docs": DOC_ID,
    "gaps": BYTES,
    "dense": OFFSET,
    "gap_starts": LONG_OFFSET,
    "dense_starts": OFFSET,
    "freqs": BYTES,
    "large_at": OFFSET,
    "large": ("<f8",),
    "positions": ("<u2",),
    "far_at": LONG_OFFSET,
    "far": ("<u2",),
    "position_samples": LONG_OFFSET,
    "values": BYTES,
    "value_starts": LONG_OFFSET,
    "label": CODE,
    "labels": CODE,
    "label_starts": OFFSET,
}
# The dtypes of the parts of the rows in ``.docs``, and of those in older versions.
ROW_DTYPES: dict[str, Sequence[str]] = {
    "rows/frames": BYTES,
    "rows/starts": (*OFFSET, *LONG_OFFSET),
    "rows/head_lengths": DOC_ID,
    "rows/dictionary": BYTES,
    "rows/dictionary_copy": BYTES,
}
BLOCK_ROW_DTYPES: dict[str, Sequence[str]] = {
    "rows/lengths": OFFSET,
    "rows/block_firsts": OFFSET,
    "rows/block_ends": LONG_OFFSET,
    "rows/blocks": BYTES,
}


def table_fault(table: Any, size: int) -> str | None:
    """Check a table of parts as it was decoded from JSON; the parts must lie within ``size`` bytes."""
    if not (
        isinstance(table, dict)
        and isinstance(table.get(META_KEY), dict)
        and isinstance(table.get("parts"), dict)
    ):
        return tr("has a table that names no parts")
    end = 0
    for name, row in table["parts"].items():
        match row:
            case [int(offset), int(length), str(dtype), int(), bool()] if not any(
                isinstance(each, bool) for each in row[:4]
            ):
                if dtype not in ITEM_SIZES or length % ITEM_SIZES[dtype]:
                    return tr("has a part {name} of another kind", name=name)
                if offset < end or length < 0 or offset + length > size:
                    return tr("has a part {name} that leads out of it", name=name)
                end = offset + length
            case _:
                return tr("has a table in which {name} is no part", name=name)
    return None


def doc_store_fault(container: ReadableContainer) -> str | None:
    """Check the rows and field lengths of a ``.docs`` file."""
    count = container.meta.get("documents")
    if type(count) is not int or count < 0:
        return tr("does not tell its number of documents")
    if any(not _is_size(container.meta.get(name, 0)) for name in ("row_bytes", "learnt_from")):
        return tr("does not tell what its rows take")
    if fault := _dtype_fault(container, ROW_DTYPES):
        return fault
    starts, head_lengths = container.part("rows/starts"), container.part("rows/head_lengths")
    if len(head_lengths) != count or (count and len(starts) != count + 1):
        return tr("has {count:,} rows for {count_2:,} documents", count=len(head_lengths), count_2=count)
    if count and (starts[0] or starts[-1] != len(container.raw("rows/frames"))):
        return tr("has rows that lead out of it")
    if (starts[1:] < starts[:-1]).any() or (starts[1:] - starts[:-1] < head_lengths).any():
        return tr("has rows out of order")
    return _lengths_fault(container, count)


def block_rows_fault(container: ReadableContainer) -> str | None:
    """Check the rows of a ``.docs`` file of an older version, which only an upgrade and a repair read."""
    count = container.meta.get("documents")
    if type(count) is not int or count < 0:
        return tr("does not tell its number of documents")
    if fault := _dtype_fault(container, BLOCK_ROW_DTYPES):
        return fault
    firsts, ends = container.part("rows/block_firsts"), container.part("rows/block_ends")
    if len(container.part("rows/lengths")) != count:
        return tr(
            "has {count:,} rows for {count_2:,} documents",
            count=len(container.part("rows/lengths")),
            count_2=count,
        )
    if len(firsts) != len(ends) or bool(count) != bool(len(firsts)):
        return tr("has blocks of rows without an end")
    if count and (firsts[0] or (firsts[1:] <= firsts[:-1]).any() or firsts[-1] >= count):
        return tr("has blocks of rows out of order")
    if count and ((ends[1:] < ends[:-1]).any() or ends[-1] > len(container.raw("rows/blocks"))):
        return tr("has blocks of rows that lead out of it")
    return None


def _lengths_fault(container: ReadableContainer, count: int) -> str | None:
    totals = container.meta.get("lengths", {})
    if not isinstance(totals, dict):
        return tr("does not tell the lengths of its fields")
    for field, total in totals.items():
        lengths = container.part(f"{field}/lengths")
        if not _is_size(total) or lengths.dtype.str not in CODE or len(lengths) != count:
            return tr(
                "has {count:,} lengths of {field} for {count_2:,} documents",
                count=len(lengths),
                field=field,
                count_2=count,
            )
    return None


def _is_size(value: object) -> bool:
    """Return whether a value of ``meta`` is an integer of at least 0."""
    return type(value) is int and value >= 0


def fields_fault(container: ReadableContainer) -> str | None:
    """Check the list of fields of a ``.terms`` file."""
    fields = container.meta.get("fields", {})
    codings = ("none", "freqs", "positions", "values")
    if not isinstance(fields, dict) or any(coding not in codings for coding in fields.values()):
        return tr("does not tell its fields")
    return None


def field_fault(container: ReadableContainer, field: str) -> str | None:
    """Check the dictionary and the postings of one field of a ``.terms`` file."""
    dtypes = {f"{field}/{name}": dtypes for name, dtypes in FIELD_DTYPES.items()}
    if fault := _dtype_fault(container, dtypes):
        return fault

    def size(name: str) -> int:
        return len(container.part(f"{field}/{name}"))

    starts = container.part(f"{field}/starts")
    term_count, postings = len(starts) - 1, int(starts[-1]) if len(starts) else 0
    sample_count = -(-postings // SAMPLE_INTERVAL) if f"{field}/positions" in container else 0
    agree = (
        term_count >= 1
        and size("text_starts") == size("starts")
        and size("dense") <= term_count
        and (not size("dense") or size("gap_starts") == size("dense_starts") == size("dense") + 1)
        and size("large") == size("large_at")
        and size("far") == size("far_at")
        and size("freqs") in (0, -(-postings // 2))
        and size("position_samples") == sample_count
        and not (size("label") and size("labels"))
        and bool(size("labels")) == bool(size("label_starts"))
    )
    if not agree:
        return tr("has parts of its field {field} that do not agree in length", field=field)
    if int(container.part(f"{field}/text_starts")[-1]) != size("text"):
        return tr("has terms of its field {field} that lead out of it", field=field)
    return None


def _dtype_fault(container: ReadableContainer, dtypes: dict[str, Sequence[str]]) -> str | None:
    for name, allowed in dtypes.items():
        if name in container and container.part(name).dtype.str not in allowed:
            return tr("has a part {name} of another kind", name=name)
    return None
