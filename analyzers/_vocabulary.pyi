from collections.abc import Callable, Iterable

from analyzers._cutting import CompiledCutter

class CompiledVocabulary:
    def __init__(
        self,
        cutter: CompiledCutter,
        word_form: Callable[[str], str],
        fold: Callable[[str], str],
        char_kind: Callable[[str], int],
        forms: Callable[[str], Iterable[str]],
        /,
    ) -> None: ...
    @property
    def terms(self) -> list[str]: ...
    def term_ids(self, units: Iterable[str], /) -> bytes: ...
