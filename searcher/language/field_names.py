"""Fields: which names may stand before a colon, and which field is meant?"""

from __future__ import annotations

from analyzers import fold

FIELDS = {
    "headline": ("headline", "标题"),
    "body": ("body", "正文"),
    "section": ("section", "栏目"),
    "reporter": ("reporter", "记者"),
    "page": ("page", "版次", "版面"),
    "kind": ("kind", "类型"),
    "date": ("date", "日期"),
}
# What people type who know another archive's names.
_ALIASES = {"headline": ("title",), "reporter": ("author", "作者")}
_FIELD_OF = {
    fold(name): field for names in (FIELDS, _ALIASES) for field, given in names.items() for name in given
}
LISTED = ", ".join("/".join(names) for names in FIELDS.values())


def field_of(name: str) -> str | None:
    """The English name of the field that ``name`` names, None where it names none."""
    return _FIELD_OF.get(fold(name)) if name.isalpha() else None
