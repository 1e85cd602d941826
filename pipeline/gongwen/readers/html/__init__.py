"""HTML pages of governments and other sites, saved as files."""

from .reader import read_html

__all__ = ["read_html"]
