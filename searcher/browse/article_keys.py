"""The keys that act on one article: its matches and neighbours, similar ones, copies and citations of it."""

from __future__ import annotations

import os

from rich.text import Text

from index.messages import tr
from searcher.answers.similar_articles import Similar
from searcher.browse import clipboard
from searcher.browse.article_pane import ArticlePane
from searcher.browse.browser_base import BrowserBase
from searcher.browse.choice_screen import ChoiceScreen
from searcher.browse.page_and_day import Neighbour, Scope, neighbour
from searcher.citations import STYLES
from searcher.citations import cite as format_citation
from searcher.render.control_characters import one_line
from searcher.settings import config_file


class ArticleKeys(BrowserBase):
    """Actions on the article that is read or stands under the cursor of the list."""

    def action_open(self) -> None:
        """Read the hit under the cursor."""
        if self._article:
            self.screen.add_class("reading")
            self.screen.set_focus(self.query_one(ArticlePane))

    def action_match(self, by: int) -> None:
        """Go to a match in the article, which is opened for it."""
        if self._article is None:
            return
        self.screen.add_class("reading")
        if not self.query_one(ArticlePane).step_match(by):
            self._say(tr(" no further match in this article"))

    def action_neighbour(self, by: int, scope: Scope) -> None:
        """Read what stands beside the article."""
        article = self._article
        if article is None:
            return
        archive, current = self._archive, article
        self._search_thread.ask(
            "neighbours",
            lambda: neighbour(archive, current, by, scope),
            lambda found: self._visit(found, scope),
        )

    def _visit(self, found: Neighbour | str, scope: Scope) -> None:
        if isinstance(found, str):
            self._say(f" {found}")
            return
        where = tr("page {page}", page=found.article.page) if scope == "page" else f"{found.article.date}"
        place = tr("{where}, {number} of {of}", where=where, number=found.number, of=found.of)
        self._read(found.article, place)

    def action_similar(self) -> None:
        """List the articles that are like this one."""
        article = self._article
        if article is None:
            return
        archive, article_id = self._archive, article.id
        self._search_thread.ask("neighbours", lambda: archive.similar(article_id), self._choose_similar)

    def _choose_similar(self, similar: Similar) -> None:
        if not similar.hits:
            self._say(tr(" no article is similar to this one"))
            return
        rows = [
            Text.assemble(
                (f"{hit.article.date:%y-%m-%d} ", "cyan"),
                (tr("p.{page}", page=hit.article.page) + " ", "cyan"),
                one_line(hit.article.headline or tr("(no headline)")),
                (f"  {one_line(' '.join(hit.words[:5]))}", "dim"),
            )
            for hit in similar.hits
        ]

        def take(at: int | None) -> None:
            if at is not None:
                archive, article_id = self._archive, similar.hits[at].article.id
                place = tr("similar, {number} of {of}", number=at + 1, of=len(rows))
                self._search_thread.ask(
                    "neighbours", lambda: archive.get(article_id), lambda found: self._read(found, place)
                )

        name = one_line(similar.article.headline or similar.article.id)
        self.push_screen(ChoiceScreen(tr("Similar to {name}", name=name), rows), take)

    def action_copy(self) -> None:
        """Copy the article's text."""
        article = self._article
        if article is None:
            self._say(tr(" no article to copy"))
            return
        self._copy(clipboard.text_to_copy(article, self._paper_name))

    def action_cite(self) -> None:
        """Copy a citation of the article."""
        article = self._article
        if article is None:
            self._say(tr(" no article to cite"))
            return
        chosen = config_file.read().get("citation")
        style = next((each for each in STYLES if each == chosen), STYLES[0])
        self._copy(format_citation(article, self._paper_name, style))

    def _copy(self, text: str) -> None:
        self._search_thread.ask(
            "copy", lambda: clipboard.copy(text, os.environ), lambda outcome: self._copied(text, *outcome)
        )

    def _copied(self, text: str, command: str | None, failures: tuple[str, ...]) -> None:
        if command is None:
            self.copy_to_clipboard(text)
        by = command or tr("the terminal (OSC 52), which may refuse without a word")
        self._say(
            tr(
                " {count:,} characters copied by {by}{failures}",
                count=len(text),
                by=by,
                failures="".join(f"; {each}" for each in failures),
            )
        )
