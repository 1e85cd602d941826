"""Outline and mentions to a task list: who, by when, how much."""

from .drafts import NoticeDraft, assemble
from .record import make_record

__all__ = ["NoticeDraft", "assemble", "make_record"]
