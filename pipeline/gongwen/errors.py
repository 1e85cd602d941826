"""Coded errors: one line, one code, what to do. Any input ends in a record or in one of these."""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """The public error codes; docs/cli.md lists them. A code once published keeps its meaning."""

    FILE_NOT_FOUND = "file_not_found"
    NOT_A_FILE = "not_a_file"
    FILE_UNREADABLE = "file_unreadable"  # the operating system refuses to give it
    FILE_EMPTY = "file_empty"
    FILE_TOO_LARGE = "file_too_large"
    FILE_CORRUPT = "file_corrupt"
    FILE_ENCRYPTED = "file_encrypted"
    UNSUPPORTED_FORMAT = "unsupported_format"
    ENCODING_UNKNOWN = "encoding_unknown"
    NO_TEXT_LAYER = "no_text_layer"  # pages are pictures; OCR is needed
    TEXT_GARBLED = "text_garbled"  # the text layer does not say what the page shows
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_ENTRIES = "too_many_entries"  # members of an archive
    EXPANDS_TOO_FAR = "expands_too_far"  # a bomb: declared or real size over the cap
    TOO_MUCH_TEXT = "too_much_text"
    TABLE_TOO_LARGE = "table_too_large"
    TOOK_TOO_LONG = "took_too_long"  # a clock ran out
    PICTURE_TOO_LARGE = "picture_too_large"
    OUTPUT_UNWRITABLE = "output_unwritable"  # the record cannot be put where it was to go
    RECORD_TOO_LARGE = "record_too_large"
    OUT_OF_MEMORY = "out_of_memory"
    WORKER_DIED = "worker_died"  # the process that read the document ended with it
    CLUSTER_FAILED = "cluster_failed"  # Ray cannot be reached, or its nodes cannot work together
    DEPENDENCY_MISSING = "dependency_missing"
    GRAMMAR_INVALID = "grammar_invalid"
    MAP_INVALID = "map_invalid"  # what a person said of a comparison does not fit the two notices
    INTERNAL = "internal_error"


class GongwenError(Exception):
    """What could not be done with one input: `code`, a plain `message`, and, where known, the page and what to do."""

    def __init__(self, code: Code, message: str, *, page: int | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.page = page
        self.hint = hint

    def __str__(self) -> str:
        where = f" (page {self.page})" if self.page is not None else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{self.code}: {self.message}{where}{hint}"

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way back from a worker process."""
        return (_rebuild, (self.code, self.message, self.page, self.hint))


def _rebuild(code: Code, message: str, page: int | None, hint: str | None) -> GongwenError:
    return GongwenError(code, message, page=page, hint=hint)
