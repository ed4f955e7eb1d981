"""HTML by functions: whatever is not Markup already is text, and is escaped."""

from html import escape


class Markup(str):
    """Text that is HTML."""

    __slots__ = ()


def element(tag: str, *children: str, **attributes: str | float | None) -> Markup:
    """An element; `class_` stands for class, `_` in names for `-`. Attributes that are None are left out."""
    opening = tag + "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(_shown(value), quote=True)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{opening}>{joined(*children)}</{tag}>")


def joined(*children: str) -> Markup:
    """The children one after the other."""
    return Markup("".join(child if isinstance(child, Markup) else escape(child, quote=False) for child in children))


def _shown(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
