"""The command's first module, loaded before anything large: from here on Ctrl-C ends the process quietly.

Python answers Ctrl-C with a traceback while modules are loaded, and numpy may crash when it is interrupted
then. Until ``searcher.cli.shell`` runs a command, which cleans up, the process ends at once.
"""

from __future__ import annotations

import gc
import os
import signal
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line of this process."""
    # What is loaded is no garbage: to look for some after every 700 objects takes a twelfth of a start.
    gc.set_threshold(50_000)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else it is to be ignored, as by nohup
        signal.signal(signal.SIGINT, _end)
    from searcher.cli import main as command

    command()


def _end(*_: object) -> NoReturn:
    message = "Interrupted"
    try:
        from index.messages import tr

        message = tr("Interrupted")
    except Exception:  # noqa: BLE001, S110 - of a module that is half loaded, as this comes at any moment
        pass
    os.write(2, f"{message}\n".encode())
    os._exit(128 + signal.SIGINT)  # as the shell counts signals
