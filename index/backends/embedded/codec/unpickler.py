"""Unpickling: here are pickled bytes of an archive, give me the values, and run nothing.

Whoosh pickles its table of contents, and foreign schemas their stored values. A pickle may name any function
of any module to be called; ours names values and the few classes below, else it is refused.
"""

from __future__ import annotations

import io
import pickle
from typing import Any, BinaryIO

from index.backends.embedded.codec.container import CURE
from index.errors import IndexCorrupt

ADMITTED = {
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
_MOVED = {  # module in an archive of format 1: the module that has its classes now
    "index.codec.roles": "index.backends.embedded.whoosh.codec_roles",
    "index.codec.segment": "index.backends.embedded.codec.segment_files",
}


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        module = _MOVED.get(module, module)
        if name not in ADMITTED.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name} is nothing an archive holds")
        return super().find_class(module, name)


def load(file: BinaryIO, place: str) -> Any:
    """Return the pickled value at ``file``'s position; IndexCorrupt, naming ``place``, where it is none."""
    try:
        return _Unpickler(file).load()
    except Exception as exc:  # whatever bytes there are: pickle names no errors it is limited to
        raise IndexCorrupt(f"{place} cannot be read: {exc}; {CURE}") from exc


def loads(raw: bytes | memoryview, place: str) -> Any:
    """Return the value pickled as ``raw``, as ``load`` does."""
    return load(io.BytesIO(raw), place)
