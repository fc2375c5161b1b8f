"""Text analysis: from a string to its tokens. The only package that imports jieba.

Internal; import from searcher.
"""

from analyzers.analyzer import INTERROGATIVES, Analyzer, Token
from analyzers.bigrams import bigrams, folded_bigrams
from analyzers.folding import fold, invisible_codes, word_form
from analyzers.lexicon import ANALYSIS, Lexicon, is_user_word
from analyzers.passages import Edges, PassageFinder, Span, passage_finder, spans_within
from analyzers.vocabulary import PlainVocabulary, Vocabulary

__all__ = [
    "ANALYSIS",
    "INTERROGATIVES",
    "Analyzer",
    "Edges",
    "Lexicon",
    "PassageFinder",
    "PlainVocabulary",
    "Span",
    "Token",
    "Vocabulary",
    "bigrams",
    "fold",
    "folded_bigrams",
    "invisible_codes",
    "is_user_word",
    "passage_finder",
    "spans_within",
    "word_form",
]
