from collections.abc import Iterable

from analyzers.lookup import Model

class CompiledCutter:
    def __init__(
        self, dictionary: bytes, model: Model, user_words: Iterable[str], user_freq: int, /
    ) -> None: ...
    def cut(self, runs: str, /) -> list[str]: ...
    def has_word(self, word: str, /) -> bool: ...
