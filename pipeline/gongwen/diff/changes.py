"""What changed inside tasks that belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..records import Task
from .context import Surroundings
from .deadlines import deadline_changes
from .evidence import Judge
from .items import Item, union
from .measures import measure_changes
from .record import FieldChanges
from .targets import Facts, figures_of, target_changes
from .units import unit_changes


@dataclass(frozen=True, slots=True)
class Inside:
    """Compares the fields of tasks. `years`: how far the planning period moved; `elsewhere`: other places or levels."""

    judge: Judge
    facts: Facts
    years: int
    elsewhere: bool

    def of(self, olds: Sequence[Item], news: Sequence[Item], *, same_words: bool) -> FieldChanges:
        """Of a split or a merge, the fields of all parts together."""
        old, new = union(olds), union(news)
        rarity = self.judge.rarity
        around_old, around_new = Surroundings(old, rarity), Surroundings(new, rarity)
        alike = 1.0 if same_words else min(1.0, rarity.cosine(old.grams, new.grams))
        return FieldChanges(
            similarity=round(alike, 3),
            units=unit_changes(old.units, new.units, elsewhere=self.elsewhere),
            deadlines=deadline_changes(around_old, around_new, self.years),
            targets=target_changes(figures_of(around_old), figures_of(around_new), self.facts, elsewhere=self.elsewhere),
            measures=measure_changes(_measured(olds), _measured(news)),
        )


def _measured(items: Sequence[Item]) -> list[Task]:
    """The view of each task that is shown; the other repeats its measures."""
    return [item.task for item in items]
