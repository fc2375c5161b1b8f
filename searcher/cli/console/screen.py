"""Whether there is a screen: a terminal on both ends, that can be drawn on and paged."""

from __future__ import annotations

import os
import sys

_NO_SCREEN = ("dumb", "emacs")  # values of TERM where nothing can be drawn or paged


def can_draw() -> bool:
    """Whether a terminal such as this one can be drawn on, if it is one."""
    return os.environ.get("TERM") not in _NO_SCREEN


def is_there() -> bool:
    """Whether somebody is there who reads and types on a screen."""
    return sys.stdin.isatty() and sys.stdout.isatty() and can_draw()
