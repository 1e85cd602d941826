"""Tasks through the years: chains of alignments, and what happened in each year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..diff import TaskChange
from ..diff.items import Item
from .record import Event, Step, StepTask, TaskThread
from .series import Listed, Succession

_ORDER: tuple[Event, ...] = ("split", "merged", "moved", "reworded", "renumbered", "same")
_SHORT = 24  # characters that name a task without a title

Node = tuple[int, str]  # index of the notice, id of the task


@dataclass(slots=True)
class Chain:
    """The tasks of one thread in their order, and the changes that join them."""

    nodes: list[Node] = field(default_factory=list)
    changes: list[tuple[Succession, TaskChange]] = field(default_factory=list)


class Groups:
    """Things that belong together: joined two by two, a group is known by the smallest of its members (union-find)."""

    def __init__(self) -> None:
        self._head: dict[int, int] = {}

    def top(self, one: int) -> int:
        """The smallest member of the group."""
        head = self._head
        while (above := head.get(one, one)) != one:
            head[one] = one = head.get(above, above)
        return one

    def join(self, members: Iterable[int]) -> None:
        """Put all members and their groups together."""
        tops = sorted({self.top(member) for member in members})
        for other in tops[1:]:
            self._head[other] = tops[0]


def chains(notices: Sequence[Listed], links: Sequence[Succession]) -> list[Chain]:
    """Tasks that alignments join, in the order of first appearance. Every task of every notice is in exactly one."""
    nodes = [(n.index, item.task.id) for n in notices for item in n.items]
    place = {node: i for i, node in enumerate(nodes)}
    joined = [(link, change) for link in links for change in link.diff.tasks if change.old and change.new]
    groups = Groups()
    for link, change in joined:
        groups.join(place[node] for node in (*_before(link, change), *_after(link, change)))
    found: dict[int, Chain] = {}
    for i, node in enumerate(nodes):
        found.setdefault(groups.top(i), Chain()).nodes.append(node)
    for link, change in joined:
        found[groups.top(place[link.after.index, change.new[0].id])].changes.append((link, change))
    return list(found.values())


def _before(link: Succession, change: TaskChange) -> Iterator[Node]:
    return ((link.before.index, task.id) for task in change.old)


def _after(link: Succession, change: TaskChange) -> Iterator[Node]:
    return ((link.after.index, task.id) for task in change.new)


def task_threads(notices: Sequence[Listed], links: Sequence[Succession], found: Sequence[Chain]) -> list[TaskThread]:
    """The chains as the track tells them: t1, t2 … in their order."""
    items = {(n.index, item.task.id): item for n in notices for item in n.items}
    followed = {n.index for n in notices if any(link.after.index == n.index for link in links)}
    next_year: dict[int, int] = {}
    for link in links:
        next_year[link.before.index] = min(link.after.year, next_year.get(link.before.index, link.after.year))
    return [_thread(f"t{k}", chain, notices, items, followed, next_year) for k, chain in enumerate(found, 1)]


def _thread(
    name: str, chain: Chain, notices: Sequence[Listed], items: dict[Node, Item], followed: set[int], next_year: dict[int, int]
) -> TaskThread:
    continued = {node for link, change in chain.changes for node in _before(link, change)}
    left: dict[int, list[Node]] = defaultdict(list)
    for node in chain.nodes:
        if node not in continued and node[0] in next_year:
            left[next_year[node[0]]].append(node)
    of_year: dict[int, list[Node]] = defaultdict(list)
    for node in chain.nodes:
        of_year[notices[node[0]].year].append(node)
    years = sorted({*of_year, *left})
    steps = tuple(_step(year, of_year.get(year, ()), left.get(year, ()), chain, notices, items, followed) for year in years)
    last = max(of_year)
    task = items[of_year[last][0]].task
    return TaskThread(
        thread=name,
        region=notices[chain.nodes[0][0]].place,
        title=task.title or " ".join(task.text.split())[:_SHORT],
        first_year=min(of_year),
        last_year=last,
        dropped_in=steps[-1].year if steps[-1].event == "dropped" else None,
        steps=steps,
    )


def _step(
    year: int,
    here: Sequence[Node],
    left: Sequence[Node],
    chain: Chain,
    notices: Sequence[Listed],
    items: dict[Node, Item],
    followed: set[int],
) -> Step:
    coming = [change for link, change in chain.changes if link.after.year == year]
    kinds = {change.kind for change in coming}
    event: Event = "dropped"
    if here:
        unfollowed: Event = "added" if any(node[0] in followed for node in here) else "first"
        event = next((kind for kind in _ORDER if kind in kinds), unfollowed)
    return Step(
        year=year,
        event=event,
        tasks=tuple(_told(node, notices, items) for node in here),
        left=tuple(_told(node, notices, items) for node in left),
        score=min((change.score for change in coming), default=None),
        certain=all(change.certain for change in coming),
    )


def _told(node: Node, notices: Sequence[Listed], items: dict[Node, Item]) -> StepTask:
    task = items[node].task
    return StepTask(notice_id=notices[node[0]].notice.id, id=task.id, number=task.number, title=task.title, page=task.span.page)
