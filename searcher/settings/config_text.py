"""The text of ``config.toml`` with a setting changed: remarks and the order of what stands there stay."""

from __future__ import annotations

import os
from pathlib import Path

from index.errors import BackendUnavailable, ConfigFormatError
from index.messages import reason, tr
from searcher.settings import config_file
from searcher.settings.known_settings import Value


def set_value(file: Path, name: str, value: Value | None) -> None:
    """Let ``file``, which is made where there is none, set ``name`` to ``value``; None takes it out.

    The file is replaced whole or stays as it was; a link is followed. ConfigFormatError where it is no TOML,
    BackendUnavailable where it cannot be read or written.
    """
    import tomlkit

    from searcher.exports import whole_file

    try:
        before = file.read_bytes().decode("utf-8-sig") if file.exists() else ""
        for fault in config_file.parse(file, before.replace("\r\n", "\n")).faults:
            if fault.name is None:
                raise ConfigFormatError(
                    tr("{message}; mend it first: searcher config --edit", message=fault.message)
                )
        document = tomlkit.parse(before)
        if value is not None:
            document[name] = value
        elif name in document:
            del document[name]
        after = tomlkit.dumps(document)
        if after == before:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        mode = file.stat().st_mode & 0o777 if file.exists() else None
        with whole_file(file, overwrite=True) as written:
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(written.fileno(), mode)
            written.write(after.encode())
    except UnicodeDecodeError as error:
        raise ConfigFormatError(
            tr("{file} is not UTF-8 (byte {start}); save it as UTF-8", file=file, start=error.start)
        ) from None
    except OSError as error:
        raise BackendUnavailable(
            tr(
                "{filename}: {strerror}; nothing was changed. Set XDG_CONFIG_HOME to a folder that "
                "you may write in",
                filename=error.filename or file,
                strerror=reason(error),
            )
        ) from error
