"""RapidOCR: finds lines of print in a picture and reads them. Loaded once per process, when first needed; nothing is downloaded.

Only its two public steps are used: finding (on a smaller copy, which is twice as quick and finds the same lines) and reading (line by
line, so that a line's result does not depend on its neighbours). How a line is cut out matters more than anything else: with a margin
of a tenth of its height few commas of enumeration (U+3001) are lost, with none one in ten.
"""

from __future__ import annotations

import functools
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongwen.errors import GongwenError
from gongwen.readers.ocr.extra import THREADS, cannot_start, is_installed, missing

FINDING_SIDE = 1_000  # pixels of the shorter side of the copy in which lines are looked for
MARGIN = 0.1  # of a line's height, above and below
OTHER_MARGINS = (0.15, 0.05, 0.2, 0.0)  # for a line in which something was passed over
SIDE_MARGIN = 0.2  # of a line's height, left and right
MODELS = {"Det": "*_det_*.onnx", "Rec": "*_rec_*.onnx", "Cls": "*_cls_*.onnx"}

_BLANK = re.compile(r" (?!(?<=[a-zA-Z] )[!-~]|(?<=[!-~] )[a-zA-Z])")

Picture = NDArray[np.uint8]  # height x width x 3, blue, green, red


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a picture in pixels."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Read:
    """A line as read: where it was found, its text, the middle of each character in pixels, how sure the engine is (0-1)."""

    area: Area
    text: str
    middles: tuple[float, ...]
    confidence: float


@functools.cache
def engine() -> Any:
    """The engine of this process, with as many threads as THREADS allows. Error: DEPENDENCY_MISSING, also where it cannot be started."""
    if not is_installed():
        raise missing()
    try:
        return _start()
    except GongwenError:
        raise
    except Exception as error:  # a library that cannot be loaded, a damaged model: each package raises what it likes
        raise cannot_start(f"{type(error).__name__}: {error}") from error


def _start() -> Any:
    import rapidocr

    folder = Path(rapidocr.__file__).parent / "models"
    parameters: dict[str, Any] = {"Global.log_level": "critical", "Global.text_score": 0.0, "Global.max_side_len": 20_000}
    for step, pattern in MODELS.items():
        found = sorted(folder.glob(pattern))
        if not found:  # the engine would try to download it
            raise cannot_start(f"rapidocr comes without a model {pattern}")
        parameters[f"{step}.model_path"] = str(found[0])
    threads = os.environ.get(THREADS, "")
    if threads.isdecimal() and int(threads):
        parameters["EngineConfig.onnxruntime.intra_op_num_threads"] = int(threads)
    return rapidocr.RapidOCR(params=parameters)


def find_lines(picture: Picture) -> list[Area]:
    """Where lines of print stand, from top to bottom."""
    import cv2

    height, width = picture.shape[:2]
    scale = min(1.0, FINDING_SIDE / min(height, width))
    small = picture if scale == 1.0 else cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    boxes = engine()(small, use_det=True, use_cls=False, use_rec=False).boxes
    if boxes is None:
        return []
    areas = []
    for box in boxes:
        (x0, top), (x1, bottom) = box.min(axis=0) / scale, box.max(axis=0) / scale
        areas.append(Area(max(0.0, float(x0)), max(0.0, float(top)), min(float(x1), width), min(float(bottom), height)))
    return [area for area in areas if area.width >= 2 and area.height >= 2]


def is_upside_down(picture: Picture, areas: list[Area], sample: int = 7) -> bool:
    """Whether most of the longest lines stand on their heads."""
    longest = sorted(areas, key=lambda area: area.width, reverse=True)[:sample]
    votes = 0
    for area in longest:
        result = engine()(_cut_out(picture, area)[0], use_det=False, use_cls=True, use_rec=False)
        label, confidence = result.cls_res[0]
        votes += 1 if label == "180" and confidence > 0.8 else -1
    return votes > 0


def read_line(picture: Picture, area: Area, margin: float = MARGIN) -> Read | None:
    """The text of one line; None where the engine reads nothing. Blanks stay between Latin words alone."""
    cut, left = _cut_out(picture, area, margin)
    result = engine()(cut, use_det=False, use_cls=False, use_rec=True, return_word_box=True)
    if not result.txts or not result.txts[0].strip():
        return None
    text = _BLANK.sub("", " ".join(result.txts[0].split()))
    words = result.word_results[0]
    columns = [column for word in words.word_cols for column in word]
    if len(columns) != len(text) - text.count(" ") or not words.line_txt_len:
        middles = [area.x0 + area.width * (i + 0.5) / len(text) for i in range(len(text))]
    else:
        middles = _with_blanks(text, [left + (column + 0.5) * cut.shape[1] / words.line_txt_len for column in columns])
    return Read(area, text, tuple(middles), float(result.scores[0]))


def _with_blanks(text: str, middles: list[float]) -> list[float]:
    """The middles with those of blanks, which stand halfway between their neighbours."""
    if len(middles) == len(text):
        return middles
    seen = iter(middles)
    out = [0.0 if char == " " else next(seen) for char in text]
    return [(out[i - 1] + out[i + 1]) / 2 if char == " " else out[i] for i, char in enumerate(text)]


def _cut_out(picture: Picture, area: Area, margin: float = MARGIN) -> tuple[Picture, int]:
    """The part of the picture with its margins, and where it begins."""
    above, side = margin * area.height, SIDE_MARGIN * area.height
    left = max(0, int(area.x0 - side))
    part = picture[max(0, int(area.top - above)) : int(area.bottom + above) + 1, left : int(area.x1 + side) + 1]
    return np.ascontiguousarray(part), left
