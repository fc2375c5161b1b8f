"""Documents as strategies draw them, and segments of them."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import NamedTuple

from hypothesis import strategies as st
from whoosh.filedb.filestore import FileStorage, RamStorage

from analyzers import PlainVocabulary
from index.backends.embedded.codec.container import Container
from index.backends.embedded.codec.segment_builder import SegmentBuilder
from index.backends.embedded.codec.segment_files import SegmentFiles
from index.backends.embedded.whoosh.codec_roles import ColumnarCodec
from index.indexed_text import UNIT_END

# Characters of every width in UTF-8, few enough to meet again.
CHARACTERS = st.sampled_from("aß的太原𠮷𰻞é0")
units = st.lists(st.text(CHARACTERS, max_size=12), max_size=3)
terms = st.lists(st.text(CHARACTERS, min_size=1, max_size=4), max_size=12)


class Document(NamedTuple):
    stored: dict[str, bytes]
    labels: list[str]
    terms: list[str]
    pairs: list[str]


document_lists = st.lists(
    st.builds(
        Document,
        st.dictionaries(st.just("stored"), st.binary(max_size=40)),
        st.lists(st.text(CHARACTERS, min_size=1, max_size=2), unique=True, max_size=3),
        terms,
        units,
    ),
    min_size=1,
    max_size=8,
)


def in_memory() -> RamStorage:
    return RamStorage()  # type: ignore[no-untyped-call]


def built(drawn: list[Document], storage: RamStorage | FileStorage) -> SegmentFiles:
    vocabulary = PlainVocabulary(str.split)
    builder = SegmentBuilder(("label",), ("words",), ("pairs",), vocabulary)
    for document in drawn:
        builder.add(
            document.stored,
            {"label": document.labels},
            {"words": vocabulary.term_ids(document.terms)},
            {"pairs": UNIT_END.join(document.pairs)},
        )
    segment = ColumnarCodec().new_segment(storage, "MAIN")
    builder.write(storage, segment)
    return SegmentFiles(storage, segment)


def alike_rows(count: int, start: int = 0) -> list[dict[str, bytes]]:
    """Rows that have much in common, as articles have: of a thousand of them a dictionary is learnt."""
    draw = Random(5)
    phrases = [
        "".join(draw.choices("天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏", k=9)) for _ in range(400)
    ]
    return [
        {
            "head": f'{{"id":"2023-10-01-01-{n:02d}","headline":"第{n}篇"}}'.encode(),
            "body": "，".join(Random(n).choices(phrases, k=12)).encode(),
        }
        for n in range(start, start + count)
    ]


def spoil(path: Path, part: str, share: float) -> None:
    """Change a byte of a container: in its header, in its table, or at ``share`` of the length of a part."""
    container = Container.open(path)
    offset, length = container._table[part][:2] if part in container else (0, 0)
    at = {"header": 9, "table": 40}.get(part, container._begin + offset + int(length * share))
    raw = bytearray(path.read_bytes())
    raw[at] ^= 0x55
    path.write_bytes(raw)
