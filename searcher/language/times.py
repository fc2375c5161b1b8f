"""The sign × as a keyboard has it: in 3x5, 100X200 and 1920*1080 what stands between the digits may be one.

Such a text is asked for as it was typed or with × in it; a backslash before the letter or star leaves it what
it is.
"""

from __future__ import annotations

import re

LETTERS = "xXｘＸ"
_TYPED = re.compile(rf"(?<=\d)[{LETTERS}*＊](?=\d)")


def with_times(text: str) -> str | None:
    """``text``, its backslashes still in it, with × wherever one may have been meant; None where nowhere."""
    changed = _TYPED.sub("×", text)
    return None if changed == text else changed


def is_times(text: str, at: int) -> bool:
    """Whether the letter or star at ``at`` stands for ×."""
    return _TYPED.match(text, at) is not None


def as_typed(text: str) -> str:
    """``text`` with a backslash before whatever would be read as ×."""
    return _TYPED.sub(r"\\\g<0>", text)
