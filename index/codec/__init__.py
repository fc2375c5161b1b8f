"""Internal; import from searcher. The columnar codec: segment files used as they lie (FORMAT.md)."""

from index.codec.build import SegmentBuilder
from index.codec.merging import merge
from index.codec.roles import ColumnarCodec
from index.codec.segment import ColumnarSegment, SegmentFiles

__all__ = ["ColumnarCodec", "ColumnarSegment", "SegmentBuilder", "SegmentFiles", "merge"]
