"""Body to Outline: how notices are built. Parts, front and back matter, the tree of headings and items."""

from .parts import build

__all__ = ["build"]
