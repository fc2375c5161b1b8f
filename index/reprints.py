"""Keys that near-identical articles share: a story that was printed several times is found by them.

Two articles that share any key are taken for one story printed twice. A key is either a band of a minhash of
the text's opening, which near-identical texts share with high probability, or day, headline and first words
together, which a story shares with its continuation on another page.

Minhash: Broder, "On the resemblance and containment of documents", 1997; bands: Leskovec, Rajaraman and
Ullman, "Mining of Massive Datasets", 3.4. What these keys find of the reprints marked in real articles says
`make reprints`.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from analyzers import fold
from index.article import Article
from index.kernel.indexing import minhash

KEY_CHARS = 8  # of 64 letters and digits: 48 bits
OPENING_CHARS = 300  # of the folded body: a story cut short begins as the whole
LEAST_CHARS = 40  # what is shorter is a credit or a notice, the same every day
SHINGLE_CHARS = 5
BANDS, ROWS = 3, 8
HEADLINE_CHARS, FIRST_CHARS = 6, 8  # the least of a headline that tells a story, and of the words behind it

_FACTORS = np.random.default_rng(7).integers(1, 2**63, BANDS * ROWS, dtype=np.uint64) | np.uint64(1)


def reprint_keys(article: Article) -> list[str]:
    """Return up to four keys of ``KEY_CHARS`` characters; none for what is too short to tell."""
    body = fold("".join(article.paragraphs)[: 2 * OPENING_CHARS])
    headline = fold(article.headline or "")
    keys = []
    if len(body) >= LEAST_CHARS:
        smallest = _minhash(body[:OPENING_CHARS])
        keys += [_key(bytes((band,)) + smallest[band].tobytes()) for band in range(BANDS)]
    if len(headline) >= HEADLINE_CHARS and len(body) >= FIRST_CHARS:
        keys.append(_key(f"{article.date}{headline}\0{body[:FIRST_CHARS]}".encode()))
    return keys


def _minhash(text: str) -> NDArray[np.uint64]:
    """The smallest of the text's hashed shingles under each of ``BANDS`` times ``ROWS`` permutations."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
    return minhash(codes, SHINGLE_CHARS, _FACTORS).reshape(BANDS, ROWS)


def _key(content: bytes) -> str:
    return urlsafe_b64encode(blake2b(content, digest_size=6).digest()).decode()
