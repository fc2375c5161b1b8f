from index.backends.embedded.reader.segment_view import LocalDocIds
from index.kernel import PostingLists
from index.kernel.packing import AnyArray

class TextField:
    def __init__(
        self,
        text: AnyArray,
        starts: AnyArray,
        lists: PostingLists,
        lengths: AnyArray,
        headline: TextField | None,
        /,
    ) -> None: ...

class SegmentTexts:
    def __init__(
        self,
        words: TextField,
        bigrams: TextField,
        names: tuple[TextField, ...],
        deleted: LocalDocIds,
        base: int,
        size: int,
        /,
    ) -> None: ...

class ArchiveTexts:
    def __init__(self, segments: list[SegmentTexts], mean_words: float, mean_bigrams: float, /) -> None: ...
