"""Internal; import from searcher. A string in, tokens out; the only package that knows jieba."""

from analyzers.folding import fold, fold_offsets, kept_runs
from analyzers.grams import bigrams, pairs_of
from analyzers.lexicon import Lexicon, is_user_word
from analyzers.words import INTERROGATIVES, Analyzer, Token

__all__ = [
    "INTERROGATIVES",
    "Analyzer",
    "Lexicon",
    "Token",
    "bigrams",
    "fold",
    "fold_offsets",
    "is_user_word",
    "kept_runs",
    "pairs_of",
]
