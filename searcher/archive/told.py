"""What an archive is told: its papers, its synonyms; and the names that it learns from its bylines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzers import fold
from index.location import text_place
from index.query import Literal
from searcher import arguments
from searcher.archive.searching import Questions

if TYPE_CHECKING:  # each method loads what it runs, so that a question does not wait for the rest
    from index.papers import Paper, Papers
    from searcher.byline_names import BylineNames
    from searcher.forms.learning import Learnt


class ToldArchive(Questions):
    """What the archive was told."""

    def papers(self) -> list[Paper]:
        """The papers of which the archive holds issues or was told, by code."""
        from searcher.paper_names import PaperNames

        names = PaperNames(self._backend)
        return [names.papers.paper(code) for code in sorted(names.codes)]

    def told_papers(self) -> Papers:
        """What the archive was told of its papers: their codes by the names that files have for them."""
        return self._backend.papers()

    def tell_paper(self, code: str, **values: Any) -> Paper:
        """Keep in ``papers.toml`` what is told of a paper; return it.

        ``values`` are ``name``, ``aliases`` (a list), ``days`` (``mon-sat``), ``holidays`` (a list of days),
        ``since`` and ``until``; None takes a value back. PapersFormatError where it cannot be.
        """
        from searcher.papers_text import told

        code, checked = arguments.name("code", code), arguments.of_paper(values)
        self._backend.change_told_text("papers.toml", lambda text: told(text, code, checked))
        return self._backend.papers().paper(code)

    def byline_names(self) -> BylineNames:
        """Whose names stand in the bylines, as of now."""
        from searcher.byline_names import BylineNames

        return BylineNames(self._backend)

    def synonyms(self, *, common: bool = False) -> list[str]:
        """The lines of ``synonyms.txt`` that count, or with ``common`` those of searcher's own list."""
        from searcher.forms.synonyms import FILE, common_rules, line_of, read_rules

        common = arguments.flag("common", common)
        rules = common_rules() if common else read_rules(self._backend.told_text(FILE))[0]
        return [line_of(rule) for rule in rules]

    def synonyms_of(self, text: str) -> tuple[str, ...]:
        """What is searched beside ``text`` as its synonyms."""
        return self._synonyms().of(fold(arguments.text("text", text)))

    def synonym_faults(self) -> list[str]:
        """What is wrong in ``synonyms.txt``, a line each, with file and line."""
        from searcher.forms.synonyms import FILE, read_rules

        text = self._backend.told_text(FILE)
        return [f"{text_place(self.location, FILE)}:{fault}" for fault in read_rules(text)[1]]

    def tell_synonyms(self, *lines: str) -> None:
        """Add lines to ``synonyms.txt``, as ``A = B``; one that stands there already is left out.

        ValueError, and nothing is added, where one cannot be. The next question knows them.
        """
        from searcher.forms.synonyms import FILE, with_lines

        given = arguments.texts("lines", lines)
        self._backend.change_told_text(FILE, lambda text: with_lines(text, given))

    def learn_synonyms(self) -> list[Learnt]:
        """The pairs that articles define, as 省发展和改革委员会（以下简称“省发改委”）, the commonest first.

        What is searched as a synonym already is left out.
        """
        from searcher.forms.learning import LITERAL, learn

        known = self._synonyms()
        learnt = learn(self.stream(Literal(LITERAL)), self._analyzer.query_terms)
        return [each for each in learnt if fold(each.long) not in map(fold, known.of(fold(each.short)))]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is wrong in the archive's own words and synonyms, with file and line."""
        return (*self._word_faults, *self.synonym_faults())
