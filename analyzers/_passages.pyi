from collections.abc import Iterable

from analyzers.folding import Translating
from analyzers.passages import Check, Edges, Span

class PassageFinder:
    def __init__(
        self, folding: Translating, span_type: type[Span], sought: Iterable[tuple[str, Edges]], /
    ) -> None: ...
    def spans(self, units: Iterable[str], check: Check, /) -> tuple[Span, ...]: ...
    def passage(
        self, units: Iterable[str], size: int | None, check: Check, /
    ) -> tuple[str, tuple[Span, ...]]: ...
