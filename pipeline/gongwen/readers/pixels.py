"""Pictures that Pillow opens, in three colours on white paper whatever their pixels are."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF", "JPEG2000", "AVIF")  # of Pillow
# What Pillow raises for a broken picture
BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, OverflowError, MemoryError, TypeError, KeyError, IndexError)


def on_white(image: Image) -> Image:
    """In mode RGB. Grey of more than eight bits, which Pillow would cut off at 255, is scaled so that its lightest is white."""
    import numpy as np
    from PIL import Image as Pillow

    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        levels = np.nan_to_num(np.asarray(image, dtype=np.float64), posinf=0.0, neginf=0.0).clip(0.0)
        image = Pillow.fromarray((levels * (255.0 / (levels.max() or 1.0))).astype(np.uint8))
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        image = Pillow.alpha_composite(Pillow.new("RGBA", clear.size, "white"), clear)
    return image.convert("RGB")
