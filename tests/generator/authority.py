"""Who issues a notice and whom it can charge: level, place, bodies and the way lists of bodies are printed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from .stock import bodies


class Body(NamedTuple):
    """A responsible body: full name, the level prefix that a list may leave out, and kind: party, gov, mass, own, zone, collective."""

    name: str
    prefix: str
    kind: str


@dataclass(frozen=True, slots=True)
class Authority:
    """The issuing level and place, with the spelling of each agency that this notice keeps to."""

    level: str
    place: str
    sign: str
    prefix: str
    names: dict[str, str]

    @property
    def office(self) -> str:
        return str(bodies()["levels"][self.level]["office"].format(place=self.place))

    @property
    def government(self) -> str:
        return str(bodies()["levels"][self.level]["government"].format(place=self.place))

    def agency(self, key: str) -> Body:
        return Body(self.prefix + self.names[key], self.prefix, "gov")


def choose_authority(rng: Random) -> Authority:
    """A level (cities and counties most often), a fictional place and one spelling per agency."""
    level = rng.choices(["国", "省", "自治区", "市", "州", "盟", "县", "旗", "区", "开发区"], [4, 18, 4, 32, 6, 3, 18, 3, 9, 3])[0]
    info = bodies()["levels"][level]
    place, sign = rng.choice(info["places"])
    if info["tier"] == "state":
        names = dict(bodies()["state"])
    else:
        names = {key: rng.choice(tiers[info["tier"]]) for key, tiers in bodies()["agencies"].items()}
    return Authority(level, place, sign, info["prefix"], names)


def party_prefix(authority: Authority) -> str:
    return {"自治区": "自治区党"}.get(authority.level, authority.prefix)


def choose_bodies(rng: Random, authority: Authority, main: str, n: int, *, extras: bool = True) -> list[Body]:
    """`n` or so bodies for a task of the agency `main`: the main one first, then its partners, party and mass bodies, collectives."""
    partners = rng.sample(bodies()["partners"][main], min(max(n - 1, 0), 5))
    agencies = list(dict.fromkeys([authority.agency(main), *(authority.agency(k) for k in partners)]))
    if rng.random() < 0.25:
        rng.shuffle(agencies)
    if not extras or authority.level in ("国", "开发区"):
        more = [Body(rng.choice(bodies()["collectives"][authority.level]), "", "collective")] if extras and rng.random() < 0.25 else []
        return agencies + more
    first = [
        Body(party_prefix(authority) + w, party_prefix(authority) + "委", "party")
        for w in rng.sample(bodies()["party"], rng.choice([0, 0, 0, 0, 1, 2]))
    ]
    later: list[Body] = []
    if rng.random() < 0.12:
        later.append(Body(authority.prefix + rng.choice(bodies()["mass"]), "", "mass"))
    if rng.random() < 0.05 and authority.prefix not in ("自治区", "盟"):
        later.append(Body(f"团{authority.prefix}委", "", "mass"))
    if rng.random() < 0.1 and authority.level in ("市", "州"):
        later.append(Body(rng.choice(bodies()["vertical"]).format(place=authority.place.rstrip("市州")), "", "own"))
    if rng.random() < 0.06 and authority.level in ("市", "县", "区", "旗"):
        later.append(Body(authority.prefix + "税务局", "", "own"))
    if rng.random() < 0.04 and authority.level == "市":
        base = authority.place.removesuffix("市")
        later += [Body(f"{base}{zone}管委会", "", "zone") for zone in ("经济开发区", "高新区")]
    if rng.random() < 0.3:
        later.append(Body(rng.choice(bodies()["collectives"][authority.level]), "", "collective"))
    return first + agencies + later


def print_bodies(rng: Random, chosen: list[Body], *, carry: bool, comma: bool = True) -> str:
    """A list of bodies as printed. With `carry` the level prefix stands once in a run: 市卫健委、教育局; a new group starts with ，.

    Zones next to each other share their head noun: 经济开发区、高新区管委会.
    """
    parts: list[str] = []
    previous: Body | None = None
    for i, body in enumerate(chosen):
        shares_head = body.kind == "zone" and i + 1 < len(chosen) and chosen[i + 1].kind == "zone"
        if shares_head:
            body = body._replace(name=body.name.removesuffix("管委会"))
        if previous is None:
            parts.append(body.name)
        elif carry and body.prefix and body.prefix == previous.prefix and body.kind == previous.kind:
            parts.append("、" + body.name[len(body.prefix) :])
        elif comma and body.kind != previous.kind and (carry or (body.kind == "collective" and rng.random() < 0.6)):
            parts.append("，" + body.name)
        else:
            parts.append("、" + body.name)
        previous = body
    return "".join(parts)
