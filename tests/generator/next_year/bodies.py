"""Edits of responsible bodies: added, removed, given another role, renamed by a reform of the organs, spelled otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from random import Random

from ..truth import RANK, Entry
from .lexicon import wording
from .listing import Item, Listing

PREFIXES = ("自治区", "省", "市", "县", "区", "州", "盟", "旗")


def parted(name: str) -> tuple[str, str]:
    """Level prefix and the rest: 市卫健委 -> 市, 卫健委; ("", name) where there is none."""
    prefix = next((p for p in PREFIXES if name.startswith(p) and len(name) > len(p) + 2), "")
    return prefix, name[len(prefix) :]


def names(items: Iterable[Item]) -> list[str]:
    """Every body named, once, in order."""
    return list(dict.fromkeys(u["name"] for item in items for u in item.units))


def former_names(rng: Random, listing: Listing, most: int, without: Set[str] = frozenset()) -> dict[str, str]:
    """Up to `most` bodies of the list with the name they had before a reform of the organs: new name -> old name.

    A former name never stands in the list for another body; bodies in `without` keep theirs.
    """
    known: Mapping[str, list[str]] = wording()["renamed"]
    present = names(listing.items)
    can = [name for name in present if parted(name)[0] and parted(name)[1] in known and name not in without]
    made: dict[str, str] = {}
    for name in rng.sample(can, min(most, len(can))):
        prefix, rest = parted(name)
        former = prefix + rng.choice(known[rest])
        if former not in present and former not in made.values():
            made[name] = former
    return made


def other_spellings(rng: Random, listing: Listing, most: int, taken: Iterable[str]) -> dict[str, str]:
    """Up to `most` bodies of the list with another usual name of theirs in the same year."""
    present = names(listing.items)
    made: dict[str, str] = {}
    for name in present:
        prefix, rest = parted(name)
        group = next((g for g in wording()["spelled"] if rest in g), None)
        if group is None or name in taken or not prefix or len(made) >= most:
            continue
        other = prefix + rng.choice([w for w in group if w != rest])
        if other not in present and not any(prefix + w in taken for w in group):
            made[name] = other
    return made


def named(units: Iterable[Entry], other: Mapping[str, str]) -> tuple[Entry, ...]:
    """The bodies under the names that `other` gives them."""
    return tuple({**u, "name": other.get(u["name"], u["name"])} for u in units)


def with_names(listing: Listing, other: Mapping[str, str]) -> Listing:
    """The list with bodies under other names."""
    return listing.over(lambda item: replace(item, units=named(item.units, other)))


def edited(rng: Random, units: tuple[Entry, ...], pool: list[str]) -> tuple[tuple[Entry, ...], list[tuple[str, str, str]]]:
    """One or two edits of a task's bodies, and what they were: (kind, old name, new name), "" where there is none.

    Collective bodies (各县（市、区）) stand last, as in print, and never lead.
    """
    made = [dict(u) for u in units]
    done: list[tuple[str, str, str]] = []
    touched: set[str] = set()
    for kind in rng.sample(["added", "removed", "role_changed"], rng.choice([1, 1, 2])):
        if kind == "added":
            free = [name for name in pool if "各" not in name and all(name != u["name"] for u in (*made, *units))]
            if free:
                name = rng.choice(free)
                role = "supporting" if any(u["role"] == "supporting" for u in made) else "responsible"
                made.insert(next((i for i, u in enumerate(made) if "各" in u["name"]), len(made)), {"name": name, "role": role})
                done.append((kind, "", name))
                touched.add(name)
            continue
        can = [u for u in made if u["name"] not in touched and (kind == "removed" or "各" not in u["name"])]
        if len(made) < 2 or not can:
            continue
        chosen = rng.choice(can)
        touched.add(chosen["name"])
        if kind == "removed":
            made.remove(chosen)
            done.append((kind, chosen["name"], ""))
        else:
            chosen["role"] = rng.choice([r for r in ("lead", "responsible") if r != chosen["role"]])
            done.append((kind, chosen["name"], chosen["name"]))
    return tuple(sorted(made, key=lambda u: RANK[u["role"]] == 2)), done
