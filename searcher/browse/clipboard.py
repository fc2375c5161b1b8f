"""Text goes to the clipboard of whoever looks at the terminal; what took it is said."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping

from index.article import Article
from index.messages import reason, tr
from searcher.render.articles import format_article

TIMEOUT_S = 3.0
# command line, and what has to be set for it to reach somebody
COMMANDS: tuple[tuple[tuple[str, ...], str | None], ...] = (
    # With -w tmux passes the text on to the terminal's own clipboard; an escape sequence of a program in a
    # pane it drops, as it comes out of the box.
    (("tmux", "load-buffer", "-w", "-"), "TMUX"),
    (("wl-copy",), "WAYLAND_DISPLAY"),
    (("xclip", "-selection", "clipboard"), "DISPLAY"),
    (("pbcopy",), None),
)


def copy(text: str, environment: Mapping[str, str]) -> tuple[str | None, tuple[str, ...]]:
    """Hand ``text`` to the first command that takes it.

    Returns its name, None where none took it, and why each that could have been there did not.
    """
    failures: list[str] = []
    for command, variable in COMMANDS:
        if (variable is not None and not environment.get(variable)) or shutil.which(command[0]) is None:
            continue
        try:
            # xclip stays to serve what it was given: it must not hold our pipes open.
            done = subprocess.run(  # noqa: S603 - the commands above
                command,
                input=text.encode(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=TIMEOUT_S,
                check=False,
            )
        except subprocess.TimeoutExpired:
            failures.append(
                tr("{command} did not end within {timeout_s:g} s", command=command[0], timeout_s=TIMEOUT_S)
            )
        except OSError as error:
            failures.append(f"{command[0]}: {reason(error)}")
        else:
            if not done.returncode:
                return command[0], tuple(failures)
            failures.append(
                tr(
                    "{command} ended with exit code {returncode}",
                    command=command[0],
                    returncode=done.returncode,
                )
            )
    return None, tuple(failures)


def text_to_copy(article: Article, paper_name: Callable[[str], str]) -> str:
    """Return the article as it was printed, paragraphs unwrapped, its facts below the headline."""
    return "".join(f"{line.plain}\n" for line in format_article(article, None, None, paper_name))
