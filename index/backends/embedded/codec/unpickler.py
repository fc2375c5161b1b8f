"""A restricted unpickler: it loads values from an archive and calls no function that a pickle names.

Whoosh pickles its table of contents, and foreign schemas their stored values. A pickle may name any function
of any module to be called while it is loaded. Ours name values and the few classes below; any other is
refused.
"""

from __future__ import annotations

import io
import pickle
from typing import Any, BinaryIO

from index.backends.embedded.codec.container import CURE
from index.errors import IndexCorrupt
from index.messages import tr

# The classes, by module, that a pickle in an archive may name.
ALLOWED_CLASSES = {
    "builtins": {"bytearray", "complex", "frozenset", "object", "range", "set", "slice"},
    "__builtin__": {"bytearray", "complex", "frozenset", "object", "set", "xrange"},  # in protocol 2
    "collections": {"OrderedDict"},
    "copyreg": {"_reconstructor"},
    "copy_reg": {"_reconstructor"},
    "datetime": {"date", "datetime", "time", "timedelta", "timezone"},
    "decimal": {"Decimal"},
    "index.backends.embedded.whoosh.codec_roles": {"ColumnarCodec"},
    "index.backends.embedded.codec.segment_files": {"ColumnarSegment"},
}
# Modules as an archive of format 1 names them, and where their classes are now.
_MOVED_MODULES = {
    "index.codec.roles": "index.backends.embedded.whoosh.codec_roles",
    "index.codec.segment": "index.backends.embedded.codec.segment_files",
}


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        module = _MOVED_MODULES.get(module, module)
        if name not in ALLOWED_CLASSES.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name} is nothing an archive holds")
        return super().find_class(module, name)


def load(file: BinaryIO, place: str) -> Any:
    """Return the pickled value at the position of ``file``; else IndexCorrupt, which names ``place``."""
    try:
        return _Unpickler(file).load()
    except Exception as exc:  # pickle does not limit the errors that damaged bytes may raise
        raise IndexCorrupt(
            tr("{place} cannot be read: {exc}; {cure}", place=place, exc=exc, cure=tr(CURE))
        ) from exc


def loads(raw: bytes | memoryview, place: str) -> Any:
    """Return the value pickled as ``raw``; errors as ``load`` raises them."""
    return load(io.BytesIO(raw), place)
