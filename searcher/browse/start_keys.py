"""The start list: when it is shown in the place of the hits, and what becomes of a row that is chosen."""

from __future__ import annotations

from index.article import Article
from index.messages import tr
from searcher.browse.article_pane import ArticlePane
from searcher.browse.asked import Asked
from searcher.browse.list_pane import HitList
from searcher.browse.personal_keys import PersonalKeys
from searcher.browse.start_list import EveryArticle, PastQuestion, StartList, read_start

_SHOWN = "starting"


class StartKeys(PersonalKeys):
    """An empty question without chosen values shows the start list, until all articles are asked for."""

    _lists_all = False

    @property
    def is_starting(self) -> bool:
        """Whether the start list is in the place of the hits."""
        return self.screen_stack[0].has_class(_SHOWN)

    def show_start(self, asked: Asked) -> None:
        """Show the start list, or the hits, as it is for the answer to ``asked``."""
        is_empty = asked == Asked(asked.text) and not asked.text.strip()
        self._lists_all = self._lists_all and is_empty
        is_starting = is_empty and not self._lists_all
        here = self.query_one(HitList if is_starting else StartList).has_focus
        self.screen_stack[0].set_class(is_starting, _SHOWN)
        if here:
            self.screen.set_focus(self.query_one(StartList if is_starting else HitList))
        if is_starting:
            archive = self._archive
            self._search_thread.ask(
                "start",
                lambda: read_start(archive),
                lambda start: self.query_one(StartList).show(start, self._paper_name),
            )
        else:
            self._search_thread.forget("start")

    def on_start_list_pointed(self) -> None:
        """Show the article under the cursor of the start list, or none."""
        if not self.is_starting or self.screen_stack[0].has_class("reading"):
            return
        choice = self.query_one(StartList).choice
        article = choice if isinstance(choice, Article) else None
        self.query_one(ArticlePane).show(article, None, self._paper_name, self._place_of(article))

    def on_start_list_taken(self, event: StartList.Taken) -> None:
        """Read the article, or ask what was chosen."""
        choice = event.choice
        if isinstance(choice, Article):
            self._read(choice, self._place_of(choice))
        elif isinstance(choice, EveryArticle):
            self._lists_all = True
            self.ask_instead(Asked())
        elif isinstance(choice, PastQuestion):
            self.ask_instead(Asked(choice.text))
        else:
            # Newest first: what is new stands above, and so was seen.
            self.ask_instead(Asked(f"@{choice.name}", is_newest_first=True))
            if choice.new:
                self._done(lambda: self._archive.mark_seen(choice.name, choice.new))

    @staticmethod
    def _place_of(article: Article | None) -> str:
        return tr("page {page}", page=article.page) if article else ""
