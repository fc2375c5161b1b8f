"""The sign × as a keyboard has it: in 3x5, 100X200 and 1920*1080 what stands between the digits may be one.

Such a text is asked for as it was typed or with × in it; a backslash before the letter or star leaves it what
it is.
"""

from __future__ import annotations

import re

LETTERS = "xXｘＸ"
_SIGNS = LETTERS + "*＊"
_TYPED = rf"(?<=\d)[{_SIGNS}](?=\d)"


def with_times(text: str) -> str | None:
    """``text``, its backslashes still in it, with × wherever one may have been meant; None where nowhere."""
    changed = text if set(_SIGNS).isdisjoint(text) else re.sub(_TYPED, "×", text)
    return None if changed == text else changed


def is_times(text: str, at: int) -> bool:
    """Whether the letter or star at ``at`` stands for ×."""
    return re.compile(_TYPED).match(text, at) is not None


def as_typed(text: str) -> str:
    """``text`` with a backslash before whatever would be read as ×."""
    return re.sub(_TYPED, r"\\\g<0>", text)
