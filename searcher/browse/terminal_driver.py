"""What draws on the terminal: on stdout, where Textual draws on stderr, which may go to a file."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.driver import Driver


def driver_class() -> type[Driver] | None:
    """Return the driver of this platform; None where Textual's own draws on stdout."""
    if sys.platform == "win32":
        return None
    from textual.drivers.linux_driver import LinuxDriver

    class TerminalDriver(LinuxDriver):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            assert sys.__stdout__
            self._file = self._screen = sys.__stdout__

        def _get_terminal_size(self) -> tuple[int, int]:
            # COLUMNS and LINES, which Textual believes, stay as they were when the terminal is resized.
            try:
                width, height = os.get_terminal_size(self._screen.fileno())
            except OSError:
                return super()._get_terminal_size()
            return width, height

    return TerminalDriver
