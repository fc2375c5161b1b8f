"""On PYTHONPATH, makes our codec Whoosh's default in every process: the suite starts some of its own."""

from __future__ import annotations

import whoosh.codec

from index.backends.embedded.whoosh.codec_roles import ColumnarCodec


def default_codec(*_: object, **__: object) -> ColumnarCodec:
    """Ours has none of the options of Whoosh's."""
    return ColumnarCodec()


whoosh.codec.default_codec = default_codec
