"""What stands around a time or a figure: the measure that it is part of. Two tasks' times and figures are matched by it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..records import Deadline, Target
from .items import Item
from .wording import Grams, Rarity, grams


@dataclass(frozen=True)
class Surroundings:
    """The measures of a task's views, by place."""

    item: Item
    rarity: Rarity
    _known: dict[tuple[int, int], Grams] = field(default_factory=dict)

    def of(self, found: Deadline | Target) -> Grams:
        """Wording of the measure that holds it, without its own words; of the whole task where no measure does."""
        at = found.span.start
        for task in self.item.tasks:
            for measure in task.measures:
                if measure.span.start <= at < measure.span.end:
                    key = (measure.span.start, found.span.start)
                    if key not in self._known:
                        self._known[key] = grams(measure.text.replace(found.raw, "，", 1))
                    return self._known[key]
        return self.item.grams
