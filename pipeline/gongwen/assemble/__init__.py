"""Outline and mentions to a task list: who, by when, how much."""

from .assembly import assemble
from .drafts import NoticeDraft
from .record import make_record

__all__ = ["NoticeDraft", "assemble", "make_record"]
