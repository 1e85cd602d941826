"""Whether OCR is there, told without loading it, and what to say where it is not."""

from __future__ import annotations

from importlib.util import find_spec

from gongwen.errors import Code, GongwenError

THREADS = "GONGWEN_OCR_THREADS"  # in the environment: how many threads one process may use; as many as there are cores where it is not set
EXTRA = "pip install 'gongwen[ocr]'"


def is_installed() -> bool:
    """Whether the extra is installed."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


def missing() -> GongwenError:
    """The error for an OCR that was asked for and is not there."""
    return GongwenError(Code.DEPENDENCY_MISSING, "OCR is not installed", hint=f"{EXTRA}; `gongwen doctor` tells what else is missing.")


def cannot_start(why: str) -> GongwenError:
    """The error for an OCR that is installed and does not run."""
    return GongwenError(Code.DEPENDENCY_MISSING, f"OCR cannot be started ({why})", hint=f"{EXTRA} --force-reinstall")


def needs_ocr(message: str, code: Code = Code.NO_TEXT_LAYER) -> GongwenError:
    """The error for pages that only OCR could read, which is not installed."""
    return GongwenError(code, message, hint=f"OCR is needed: {EXTRA}.")
