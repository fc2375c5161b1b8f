"""The list that a terminal was shown last: what numbers count, and what ``find --more`` goes on with.

Each terminal has a file in the person's state folder (``$XDG_STATE_HOME/searcher/lists``, else below
``~/.local/state``). Only a list on a terminal is kept, so that no script changes or depends on it.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from index.location import Location
from index.messages import tr
from searcher.cli.console.terminal import warn
from searcher.personal_folders import personal_folder

FORM = 1  # of the file; one of another form is not read


class LastList(NamedTuple):
    """What was shown: ``ids`` are those of the numbers from ``first`` on, of the ``total`` that was found.

    ``archive`` is the folder that was asked, ``question`` what was asked in JSON's types (None where only
    articles were opened), ``opened`` the id of the article that was read last.
    """

    archive: str
    question: dict[str, Any] | None = None
    interpreted: str = ""
    first: int = 1
    ids: tuple[str, ...] = ()
    total: int = 0
    opened: str | None = None

    @property
    def last(self) -> int:
        """The greatest number; less than ``first`` where nothing was shown."""
        return self.first + len(self.ids) - 1


def is_kept() -> bool:
    """Whether what is printed now is a terminal's, which has a list of its own."""
    return _terminal() is not None


def read(*, complains: bool = True) -> LastList | None:
    """What the terminal was shown last; None where it was shown nothing, or is none.

    With ``complains`` a file that is damaged is told.
    """
    return _read(_terminal(), complains=complains)


def read_at_prompt() -> LastList | None:
    """What the terminal was shown last at whose prompt a shell completes; what is printed is not shown."""
    for descriptor in (0, 2):
        with suppress(OSError, AttributeError):
            if os.isatty(descriptor):
                return _read(_named(descriptor), complains=False)
    return None


def _read(terminal: tuple[str, int] | None, *, complains: bool) -> LastList | None:
    if terminal is None:
        return None
    import orjson

    file = _folder() / f"{terminal[0]}.json"
    try:
        kept = orjson.loads(file.read_bytes())
        # Another session got the name of a terminal that was closed: what stood there is not on its screen.
        if kept.pop("form") != FORM or kept.pop("session") != terminal[1]:
            return None
        return LastList(**kept | {"ids": tuple(kept["ids"])})
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        reason = getattr(error, "strerror", None) or tr("it is not what searcher wrote there; remove it")
        if complains:
            warn(
                [
                    tr(
                        "the list that this terminal was shown cannot be read from {file}: {reason}",
                        file=file,
                        reason=reason,
                    )
                ]
            )
        return None


def keep(shown: LastList) -> bool:
    """Remember ``shown`` for this terminal, if it is one, and return whether it is kept.

    A state folder that cannot be written is told.
    """
    if (terminal := _terminal()) is None:
        return False
    import orjson

    folder = _folder()
    unfinished = folder / f".{terminal[0]}-{os.urandom(6).hex()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # a question is nobody else's business
        content = orjson.dumps({"form": FORM, "session": terminal[1], **shown._asdict()})
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        unfinished.replace(folder / f"{terminal[0]}.json")
    except (OSError, ValueError) as error:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        reason = getattr(error, "strerror", None) or str(error)
        lost = tr(
            "what is shown here gets no numbers, as {folder} cannot be written ({reason}); set "
            "XDG_STATE_HOME to a folder of yours, or name articles by their ids (--long)",
            folder=folder,
            reason=reason,
        )
        warn([lost])
        return False
    return True


def keep_opened(archive: Location, article_id: str) -> None:
    """Remember that an article of ``archive`` was read; the list stays."""
    if not is_kept():
        return
    place = str(archive.absolute())
    before = read(complains=False)
    if before is None or before.archive != place:
        before = LastList(place)
    keep(before._replace(opened=article_id))


def _terminal() -> tuple[str, int] | None:
    """The name of the terminal that is printed on, for a file, and its session; None where there is none."""
    try:
        if not sys.stdout.isatty():
            return None
        return _named(sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):  # a system without either
        return None


def _named(descriptor: int) -> tuple[str, int]:
    return os.ttyname(descriptor).removeprefix("/dev/").replace("/", "-"), os.getsid(0)


def _folder() -> Path:
    return personal_folder("XDG_STATE_HOME") / "lists"
