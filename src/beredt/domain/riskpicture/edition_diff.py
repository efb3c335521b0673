"""What one edition of a catalogue has that another has not: hazards added, removed and changed."""

from __future__ import annotations

import attrs

from beredt.domain.riskpicture.catalogue import Edition, Hazard
from beredt.kit.language import mark

ASPECTS = {
    "name": mark("name"),
    "wording": mark("confirmed or not"),
    "family": mark("family"),
    "expressible": mark("whether the model can express it"),
    "scenario": mark("scenario"),
    "advice": mark("advice"),
}
"""What can differ between two editions of one hazard, with its name."""


@attrs.frozen(kw_only=True)
class HazardChange:
    """A hazard that both editions have under the same short id; `aspects` are keys of `ASPECTS`, never empty."""

    old: Hazard
    new: Hazard
    aspects: tuple[str, ...]


@attrs.frozen(kw_only=True)
class EditionDiff:
    """From `old` to `new`; hazards are matched by short id, in the order of their edition."""

    old: Edition
    new: Edition
    added: tuple[Hazard, ...]
    removed: tuple[Hazard, ...]
    changed: tuple[HazardChange, ...]
    unchanged: tuple[Hazard, ...]


def compare_editions(*, old: Edition, new: Edition) -> EditionDiff:
    """The differences from `old` to `new`.

    A hazard under another short id counts as removed and added: whether two published entries mean the same is for
    a person to say.
    """
    pairs = [(before, hazard) for hazard in new.hazards if (before := old.hazard(hazard.short_id)) is not None]
    changes = [HazardChange(old=before, new=after, aspects=changed_aspects(before, after)) for before, after in pairs]
    return EditionDiff(
        old=old,
        new=new,
        added=tuple(hazard for hazard in new.hazards if old.hazard(hazard.short_id) is None),
        removed=tuple(hazard for hazard in old.hazards if new.hazard(hazard.short_id) is None),
        changed=tuple(change for change in changes if change.aspects),
        unchanged=tuple(change.new for change in changes if not change.aspects),
    )


def changed_aspects(old: Hazard, new: Hazard) -> tuple[str, ...]:
    """Keys of `ASPECTS` in which two hazards differ."""
    differs = {
        "name": old.names != new.names,
        "wording": old.wording != new.wording,
        "family": old.family != new.family,
        "expressible": old.is_expressible != new.is_expressible,
        "scenario": old.is_expressible and new.is_expressible and old.template != new.template,
        "advice": [advice.text for advice in old.advice] != [advice.text for advice in new.advice],
    }
    return tuple(aspect for aspect in ASPECTS if differs[aspect])
