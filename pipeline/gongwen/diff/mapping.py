"""What a person says of the alignment: a file that is honoured, and can be kept for next time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import Code, GongwenError
from .align import Group, Links
from .items import Item

MAX_BYTES = 1_000_000
MAX_ENTRIES = 20_000
_NONE = ("none", "null", "无")
_HINT = "A map is YAML or JSON: old task: new task, or a list of them, or none; and under none the new tasks without an old one."


@dataclass(frozen=True, slots=True)
class Mapped:
    """Names of tasks (ids or numbers) as a person wrote them. `pairs`: old to new, several to one and one to several by repeating;
    `gone`: old tasks without a successor; `come`: new ones without a predecessor."""

    pairs: tuple[tuple[str, str], ...] = ()
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()


def read_map(data: bytes) -> Mapped:
    """The map in a file. Raises GongwenError (map_invalid) for anything else."""
    import yaml

    if len(data) > MAX_BYTES:
        raise _invalid(f"the map has more than {MAX_BYTES:,} bytes")
    try:
        loaded = yaml.load(data, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes strings, lists and mappings alone
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as exc:
        raise _invalid(f"the map cannot be read: {' '.join(str(exc).split())[:200]}") from exc
    if not isinstance(loaded, dict):
        raise _invalid("the map is no mapping")
    pairs: list[tuple[str, str]] = []
    gone: list[str] = []
    come: list[str] = []
    for key, value in loaded.items():
        names = _names(value)
        if _is_none(key):
            come += names
        elif not names:
            gone.append(str(key))
        else:
            pairs += [(str(key), name) for name in names]
    if len(pairs) + len(gone) + len(come) > MAX_ENTRIES:
        raise _invalid(f"the map has more than {MAX_ENTRIES:,} entries")
    return Mapped(tuple(pairs), tuple(gone), tuple(come))


def links_of(mapped: Mapped, old: Sequence[Item], new: Sequence[Item]) -> Links:
    """The map by places in the two lists. Raises GongwenError (map_invalid) where it contradicts itself or the notices."""
    pairs = sorted({(_place(a, old, "old"), _place(b, new, "new")) for a, b in mapped.pairs})
    gone = frozenset(_place(name, old, "old") for name in mapped.gone)
    come = frozenset(_place(name, new, "new") for name in mapped.come)
    both = [i for i, _ in pairs if i in gone] + [j for _, j in pairs if j in come]
    if both:
        raise _invalid("the map says of a task that it has a counterpart and that it has none")
    return Links(tuple(_groups(pairs)), gone, come)


def _groups(pairs: Sequence[tuple[int, int]]) -> list[Group]:
    """Pairs that share a task are one split or one merge."""
    news: dict[int, list[int]] = {}
    olds: dict[int, list[int]] = {}
    for i, j in pairs:
        news.setdefault(i, []).append(j)
        olds.setdefault(j, []).append(i)
    if any(len(news[i]) > 1 and len(olds[j]) > 1 for i, j in pairs):
        raise _invalid("the map joins several old tasks with several new ones")
    groups: list[Group] = [((i,), tuple(row)) for i, row in news.items() if len(row) > 1]
    groups += [(tuple(row), (j,)) for j, row in olds.items() if len(row) > 1]
    return groups + [((i,), (j,)) for i, j in pairs if len(news[i]) == len(olds[j]) == 1]


def _place(name: str, items: Sequence[Item], which: str) -> int:
    by_id = [item.index for item in items if any(task.id == name for task in item.tasks)]
    found = by_id or [item.index for item in items if item.task.number == name]
    if len(found) == 1:
        return found[0]
    if not found:
        raise _invalid(f"the {which} notice has no task {name!r}")
    ids = ", ".join(items[i].task.id for i in found[:5])
    raise _invalid(f"several tasks of the {which} notice have the number {name!r}: name one by its id ({ids})")


def _names(value: Any) -> list[str]:
    if isinstance(value, list):
        if not all(isinstance(name, str) for name in value):
            raise _invalid("a list in the map holds something other than tasks")
        return [name for name in value if not _is_none(name)]
    if not isinstance(value, str):
        raise _invalid("a task of the map leads to a mapping")
    return [] if _is_none(value) else [value]


def _is_none(name: Any) -> bool:
    return str(name).strip().lower() in ("", "~", *_NONE)


def _invalid(message: str) -> GongwenError:
    return GongwenError(Code.MAP_INVALID, message, hint=_HINT)
