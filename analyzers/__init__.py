"""Internal; import from searcher. A string in, tokens out; the only package that knows jieba."""

from analyzers.analyzer import INTERROGATIVES, Analyzer, Token
from analyzers.bigrams import bigrams, pairs_of
from analyzers.folding import fold, fold_offsets, kept_runs
from analyzers.lexicon import Lexicon, is_user_word

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
