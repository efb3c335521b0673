"""What a draft assumes where nothing is known: figures, supply, care, needs. Values, read from content elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

import attrs


@attrs.frozen
class Hours:
    """Hours [h] with their range: 10th percentile, likely, 90th percentile."""

    low: float
    likely: float
    high: float

    @property
    def is_range(self) -> bool:
        """Whether there is anything to verify."""
        return self.low < self.high


@attrs.frozen(kw_only=True)
class Figure:
    """A published count, to be scaled by people: `count` persons of `of_people`.

    `low` and `high` are factors on an estimate. `basis` is `default` where nobody published a figure. `source` is
    Danish, as everything in a pack; `source_en` says the same in English.
    """

    figure_id: str
    count: float
    of_people: float
    as_of: str
    basis: str
    low: float
    high: float
    because: str
    source: str
    source_en: str

    def source_in(self, language_code: str) -> str:
        """Where it comes from, in that language."""
        return self.source if language_code == "da" else self.source_en


@attrs.frozen(kw_only=True)
class SupplyNeed:
    """What an asset hangs on: one of `suppliers`, and how long it goes on without them."""

    group_id: str
    suppliers: tuple[str, ...]
    hours: Hours
    recharge: float | None = None
    kind: str = ""
    assumption: str = ""
    source: str = ""


@attrs.frozen(kw_only=True)
class SoleAsset:
    """The one asset that stands for a service in the whole municipality; `restart` [h]."""

    asset_id: str
    kind: str
    service: str
    name: str
    restart: float = 0.0
    restart_range: Hours | None = None
    restart_assumption: str = ""
    serves_all: bool = False
    needs: tuple[SupplyNeed, ...] = ()


@attrs.frozen(kw_only=True)
class ProfileNeed:
    """A need of a profile; `supplier` is a sole asset, `communication`, `home`, or a class of visits."""

    need_type: str
    severity: str
    supplier: str
    hours: Hours


@attrs.frozen(kw_only=True)
class ProfileKind:
    """A group of people: how many, from which figure, and what they need.

    `minus` are figures and `minus_profiles` groups whose people are counted elsewhere. `rest` takes everyone left.
    `share` (0…1) of a care home's dwellings; None takes the rest. `name_da` and `name_en` are for summaries.
    """

    profile_id: str
    needs: tuple[ProfileNeed, ...]
    name_da: str = ""
    name_en: str = ""
    figure_id: str = ""
    minus: tuple[str, ...] = ()
    minus_profiles: tuple[str, ...] = ()
    overlap: str = ""
    rest: bool = False
    share: float | None = None

    def name_in(self, code: str) -> str:
        """The Danish name for `da`, else the English one."""
        return self.name_da if code == "da" else self.name_en


@attrs.frozen(kw_only=True)
class NotCounted:
    """People or things that no open source counts."""

    item_id: str
    da: str
    en: str

    def in_language(self, code: str) -> str:
        """The Danish text for `da`, else the English one."""
        return self.da if code == "da" else self.en


@attrs.frozen(kw_only=True)
class DraftDefaults:
    """All that a draft assumes; `texts` and `kind_names` are the Danish words that go into a pack."""

    as_of: str
    texts: Mapping[str, str]
    figures: Mapping[str, Figure]
    assets: tuple[SoleAsset, ...]
    profiles: tuple[ProfileKind, ...]
    residents: tuple[ProfileKind, ...]
    not_counted: tuple[NotCounted, ...]
    people_per_district: int
    most_districts: int
    visit_shares: Mapping[str, float]
    home_visit_shares: Mapping[str, float]
    visit_names: Mapping[str, str]
    team_needs: tuple[SupplyNeed, ...]
    list_needs: tuple[SupplyNeed, ...]
    home_list_needs: tuple[SupplyNeed, ...]
    vehicle_needs: tuple[SupplyNeed, ...]
    unknown_homes: Hours
    generator: Hours
    kind_names: Mapping[str, str]
