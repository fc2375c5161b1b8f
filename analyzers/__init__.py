"""Text analysis: from a string to its tokens. The only package that imports jieba.

Internal; import from searcher.
"""

from analyzers.analyzer import INTERROGATIVES, Analyzer, Token
from analyzers.bigrams import bigrams, folded_bigrams
from analyzers.folding import fold, fold_offsets, invisible_codes, word_form
from analyzers.lexicon import Lexicon, is_user_word
from analyzers.vocabulary import PlainVocabulary, Vocabulary

__all__ = [
    "INTERROGATIVES",
    "Analyzer",
    "Lexicon",
    "PlainVocabulary",
    "Token",
    "Vocabulary",
    "bigrams",
    "fold",
    "fold_offsets",
    "folded_bigrams",
    "invisible_codes",
    "is_user_word",
    "word_form",
]
