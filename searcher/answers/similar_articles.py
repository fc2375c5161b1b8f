"""Similar articles: those that share the words by which an article is told from all others."""

from __future__ import annotations

from dataclasses import dataclass

from index.article import Article
from index.backend import Backend, Ranking

FLOOR = 0.2  # of the score of the article itself: benchmarks/answers.py


@dataclass(frozen=True, slots=True)
class SimilarHit:
    """An article that is similar: ``share`` is its part, 0 to 1, of what the article itself would score.

    ``article`` has neither subheads nor paragraphs. ``words`` are those of the most telling words that it
    holds, folded, the most telling first.
    """

    article: Article
    share: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Similar:
    """The articles similar to ``article``, best first; ``words`` are its up to 30 most telling words."""

    article: Article
    words: tuple[str, ...]
    hits: tuple[SimilarHit, ...]

    def to_dict(self) -> dict[str, object]:
        """The answer as JSON's types."""
        return {
            "id": self.article.id,
            "words": list(self.words),
            "hits": [
                {
                    "id": hit.article.id,
                    "share": round(hit.share, 4),
                    "date": hit.article.date.isoformat(),
                    "paper": hit.article.paper,
                    "page": hit.article.page,
                    "headline": hit.article.headline,
                    "words": list(hit.words),
                }
                for hit in self.hits
            ],
        }


def similar(backend: Backend, ranking: Ranking, article: Article, limit: int) -> Similar:
    """Return up to ``limit`` articles that are similar to ``article``; none where none is near."""
    matches = backend.similar(article.id, ranking, limit=limit, floor=FLOOR)
    heads = matches.articles([article_id for article_id, _ in matches.hits], bodies=False)
    hits = zip(heads, matches.hits, matches.shared, strict=True)
    return Similar(
        article, matches.terms, tuple(SimilarHit(head, share, words) for head, (_, share), words in hits)
    )
