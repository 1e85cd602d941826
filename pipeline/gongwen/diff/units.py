"""What became of the bodies responsible for a task."""

from __future__ import annotations

from collections.abc import Sequence

from ..records import Unit
from .offices import Kinship, kinship, office_of
from .record import UnitChange, UnitChangeKind
from .refs import unit_ref

_ORDER: tuple[Kinship, ...] = ("same", "renamed", "localised")


def unit_changes(old: Sequence[Unit], new: Sequence[Unit], *, elsewhere: bool) -> tuple[UnitChange, ...]:
    """Bodies that came, left, changed role or name; those of the new list first, in its order.

    Args:
        old, new: bodies of the two tasks, each once.
        elsewhere: the notices are of different places or levels, so that 省教育厅 and 市教育局 answer to each other.
    """
    partner, kin = _matched(old, new, elsewhere)
    changes = []
    for j, unit in enumerate(new):
        i = partner.get(j)
        if i is None:
            changes.append(UnitChange(kind="added", new=unit_ref(unit)))
        elif (kind := _kind(kin[j], old[i], unit)) is not None:
            changes.append(UnitChange(kind=kind, old=unit_ref(old[i]), new=unit_ref(unit)))
    kept = set(partner.values())
    changes += [UnitChange(kind="removed", old=unit_ref(unit)) for i, unit in enumerate(old) if i not in kept]
    return tuple(changes)


def _kind(kin: Kinship, old: Unit, new: Unit) -> UnitChangeKind | None:
    if kin != "same":
        return kin
    return "role_changed" if old.role != new.role else None


def _matched(old: Sequence[Unit], new: Sequence[Unit], elsewhere: bool) -> tuple[dict[int, int], dict[int, Kinship]]:
    """For new bodies the old one that each is, and how; the closest kinship first."""
    partner: dict[int, int] = {}
    kin: dict[int, Kinship] = {}
    by_name = {unit.name: i for i, unit in enumerate(old)}
    for j, unit in enumerate(new):
        i = by_name.pop(unit.name, None)
        if i is not None:
            partner[j], kin[j] = i, "same"
    if len(partner) == min(len(old), len(new)):
        return partner, kin
    left = [i for i in range(len(old)) if i not in partner.values()]
    for wanted in _ORDER:
        for j, unit in enumerate(new):
            if j in partner:
                continue
            i = next((i for i in left if kinship(office_of(old[i]), office_of(unit), elsewhere=elsewhere) == wanted), None)
            if i is not None:
                partner[j], kin[j] = i, wanted
                left.remove(i)
    return partner, kin
