"""Files damaged at random, of every format: a batch of them ends, each has its line, and none is a fault of ours.

GONGWEN_MUTATIONS=1000 damages as many; those that show a fault are kept in the folder that the failure names.
"""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections import Counter
from pathlib import Path

from batches import run
from generator import generate, render_docx, render_html, render_ofd, render_text, render_xlsx
from gongwen.batch.work import Options
from gongwen.limits import Limits

N = int(os.environ.get("GONGWEN_MUTATIONS", "60"))
SLOW = (".doc", ".tiff")  # LibreOffice, OCR: only among many
OUR_FAULTS = ("internal_error", "worker_died", "took_too_long", "out_of_memory")


def originals(corpus: Path) -> dict[str, bytes]:
    """Notices of the corpus in every format, and generated ones."""
    files = [path for path in sorted(corpus.iterdir()) if path.suffix not in (".md", ".json") and (N > 500 or path.suffix not in SLOW)]
    found = {path.name: path.read_bytes() for path in files if path.is_file() and path.stat().st_size < 400_000}
    for seed in range(3):
        planted = generate(seed + 900)
        found |= {
            f"{seed}.txt": render_text(planted.document, planted.style["noise"], truth=planted.truth).encode(),
            f"{seed}.docx": render_docx(planted.document),
            f"{seed}.html": render_html(planted.document),
            f"{seed}.ofd": render_ofd(planted.document),
            f"{seed}.xlsx": render_xlsx(planted.document),
        }
    return found


def mutated(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """The file with some bytes flipped, cut out, doubled, replaced by those of another file, or, in a package, all that in one member."""
    if data.startswith(b"PK") and chance.random() < 0.6:
        return _repacked(data, chance)
    out = bytearray(data)
    for _ in range(chance.choice([1, 2, 8, 100])):
        at, size = chance.randrange(len(out) + 1), chance.choice([1, 1, 4, 60, 2_000])
        kind = chance.choice(["flip", "flip", "cut", "noise", "double", "splice", "zeros"])
        part = bytes(out[at : at + size])
        start = chance.randrange(len(other))
        put = {
            "flip": bytes(b ^ (1 << chance.randrange(8)) for b in part),
            "cut": b"",
            "noise": chance.randbytes(len(part)),
            "double": part * 2,
            "splice": other[start : start + size],
            "zeros": bytes(len(part)),
        }[kind]
        out[at : at + size] = put
    return bytes(out[: chance.randrange(len(out) + 1)]) if chance.random() < 0.15 else bytes(out)


def _repacked(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = [(info.filename, package.read(info)) for info in package.infolist()]
    which = chance.randrange(len(members))
    name, inner = members[which]
    members[which] = (name, mutated(inner, members[chance.randrange(len(members))][1] or b"\0", chance))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, inner in members:
            package.writestr(name, inner)
    return out.getvalue()


def test_damaged_files_end_in_records_and_coded_errors(tmp_path: Path, root: Path) -> None:
    chance = random.Random(N)
    files = originals(root / "corpus")
    docs = tmp_path / "docs"
    docs.mkdir()
    for n in range(N):
        name = list(files)[n % len(files)]
        (docs / f"{n:04}-{name}").write_bytes(mutated(files[name], chance.choice(list(files.values())), chance))
    came = run(tmp_path / "out", docs, options=Options(ocr="never", limits=Limits(max_seconds=60)))
    assert len(came.by_path) == N
    faults = [(line["path"], line["code"], line["message"]) for line in came.lines if line["code"] in OUR_FAULTS]
    assert not faults
    statuses = Counter(line["status"] for line in came.lines)
    assert min(statuses["failed"], statuses["ok"] + statuses["partial"]) > N / 20, "some are still read, some are not"
    print(dict(statuses), Counter(f"{Path(line['path']).suffix} {line['code']}" for line in came.lines if line["code"]))
