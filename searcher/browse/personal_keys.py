"""The keys for what a person keeps: marks, saved searches, the last questions; and the printed page."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import TypeVar

from rich.text import Text
from textual.message import Message

from index.article import Article
from index.errors import ArchiveError
from index.messages import tr
from searcher.browse.asked import Asked
from searcher.browse.browser_base import BrowserBase
from searcher.browse.choice_screen import ChoiceScreen
from searcher.browse.list_pane import HitList
from searcher.browse.prompt_screen import PromptScreen
from searcher.opening import open_article, read_template, run_silent
from searcher.past_questions import keep_question, last_questions
from searcher.render.control_characters import one_line
from searcher.saved.saved_search import checked_name, key_of

MAX_PAST = 100  # questions in the list
T = TypeVar("T")


class PersonalKeys(BrowserBase):
    """Actions on the person's own files. They do not go by the thread, which drops what is asked anew."""

    class Opened(Message):
        """A program that shows a page has ended; ``fault`` says what went wrong, if anything."""

        def __init__(self, fault: str) -> None:
            super().__init__()
            self.fault = fault

    def _done(self, call: Callable[[], T]) -> T | None:
        """What ``call`` returns; None where it failed, which is said."""
        try:
            return call()
        except (ArchiveError, ValueError) as error:
            self._say(f" {one_line(str(error))}")
            return None

    # -- marks ----------------------------------------------------------------------------------------------

    def action_mark(self) -> None:
        """Mark the article with a label and a note that are typed."""
        article = self._article
        if article is None:
            self._say(tr(" no article to mark"))
            return
        self.push_screen(
            PromptScreen(tr("Label and note (-label takes it away):")), lambda text: self._mark(article, text)
        )

    def _mark(self, article: Article, text: str | None) -> None:
        if text is None:
            return
        label, *note = text.split(maxsplit=1)
        archive = self._archive
        if label[0] in "-－" and len(label) > 1:
            if self._done(lambda: archive.unmark(article.id, label[1:])) is None:
                return
            self._say(tr(" {label} taken away from: {headline}", label=label[1:], headline=_name(article)))
        else:
            mark = self._done(lambda: archive.mark(article.id, label, "".join(note)))
            if mark is None:
                return
            self._say(tr(" marked {label}: {headline}", label=mark.label, headline=_name(article)))
        self.query_one(HitList).mark(self._done(archive.labels) or {})

    # -- saved searches -------------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Save the question under a name that is typed."""
        if self._asked == Asked():
            self._say(tr(" there is no question to save yet"))
            return
        self.push_screen(PromptScreen(tr("Save this question as:")), self._save)

    def _save(self, text: str | None) -> None:
        if text is None:
            return
        name = self._done(lambda: checked_name(text))
        if name is None:
            return
        mine = {key_of(each.name): each.name for each in self._archive.saved() if not each.shared}
        if there := mine.get(key_of(name)):
            label = tr("@{name} is there; Enter replaces it:", name=there)
            self.push_screen(PromptScreen(label, name), lambda again: self._replace(name, again))
        else:
            self._keep(name, overwrite=False)

    def _replace(self, name: str, again: str | None) -> None:
        if again == name:
            self._keep(name, overwrite=True)
        else:
            self._save(again)

    def _keep(self, name: str, *, overwrite: bool) -> None:
        asked, archive = self._asked, self._archive
        kept = self._done(
            lambda: archive.save(name, asked.text_but_filters, overwrite=overwrite, **asked.filters)
        )
        if kept is not None:
            self._say(tr(" saved; @{name} asks it, alone or in any question", name=kept.name))

    # -- the last questions ---------------------------------------------------------------------------------

    def action_history(self) -> None:
        """List the last questions."""
        past = self._done(lambda: last_questions(self._archive.location, MAX_PAST))
        if past is None:
            return
        if not past:
            self._say(tr(" this archive was asked nothing before"))
            return

        def take(at: int | None) -> None:
            if at is not None:
                self.ask_instead(Asked(past[at]))

        self.push_screen(
            ChoiceScreen(tr("The last questions"), [Text(one_line(each)) for each in past]), take
        )

    def keep_question(self) -> None:
        """Remember what is asked, for the list of the last questions."""
        text = self._asked.text_of_all
        if text.strip() and self._failure is None:
            self._done(lambda: keep_question(self._archive.location, text))

    # -- the printed page -----------------------------------------------------------------------------------

    def action_open_page(self) -> None:
        """Open the printed page as the configuration says."""
        article = self._article
        if article is None:
            self._say(tr(" no article to open"))
            return
        template = self._done(read_template)
        if template is None:
            return
        self._say(tr(" opening the page of: {headline}", headline=_name(article)))
        # The program may stay for as long as one reads: neither keys, nor searches, nor the end wait for it.
        Thread(
            target=lambda: self.post_message(self.Opened(open_article(template, article, run_silent))),
            daemon=True,
        ).start()

    def on_personal_keys_opened(self, event: Opened) -> None:
        """Say what went wrong."""
        if event.fault:
            self._say(f" {one_line(event.fault)}")


def _name(article: Article) -> str:
    return one_line(article.headline or article.id)
