"""Small random networks that all engines can be asked about, and their translations into each engine's input."""

from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from beredt.domain.impact import reference
from beredt.domain.municipality import recharge, snapshot, tables
from beredt.domain.riskpicture import scenario
from oracles import plain_pack_oracle

SERVICES = ("power", "water", "mobile", "")
NEVER = recharge.NOT_WITHIN_HORIZON


@dataclass(frozen=True)
class Group:
    """Suppliers by position, minutes of buffer and of recharge (-1: never), minutes in the buffer at 0 (None: full)."""

    suppliers: tuple[int, ...]
    min_up: int
    buffer_minutes: int
    recharge_minutes: int
    initial_minutes: int | None = None


@dataclass(frozen=True)
class Network:
    """Assets by position with their restart lags; `owners[g]` has group `dependencies[g]`; needs are profiles' own."""

    restart: tuple[int, ...]
    owners: tuple[int, ...]
    dependencies: tuple[Group, ...]
    needs: tuple[Group, ...]
    outages: dict[int, list[tuple[int, int]]] = field(hash=False)
    horizon: int

    def where(self, **changes):
        return replace(self, **changes)

    def with_dependency(self, index, **changes):
        return replace(self, dependencies=_changed(self.dependencies, index, changes))

    def with_need(self, index, **changes):
        return replace(self, needs=_changed(self.needs, index, changes))


def _changed(groups, index, changes):
    return (*groups[:index], replace(groups[index], **changes), *groups[index + 1 :])


def asset_id(position):
    return f"a{position:03d}"


def group_id(position):
    return f"g{position:03d}"


def need_key(position):
    return f"p{position // 2:03d}", f"n{position % 2}"


def run_reference(network):
    return reference.run_ticks(
        restart_minutes=network.restart,
        owners=network.owners,
        dependencies=[_reference_group(group) for group in network.dependencies],
        needs=[_reference_group(group) for group in network.needs],
        disruptions=network.outages,
        horizon_minutes=network.horizon,
    )


def _reference_group(group):
    return reference.ReferenceGroup(
        suppliers=group.suppliers,
        min_up=group.min_up,
        buffer_minutes=group.buffer_minutes,
        recharge_minutes=group.recharge_minutes,
        initial_minutes=group.initial_minutes,
    )


def plain_world(network):
    def supply(owner, name, group):
        refill = plain_pack_oracle.NEVER if group.recharge_minutes == NEVER else group.recharge_minutes
        suppliers = tuple(asset_id(s) for s in group.suppliers)
        return plain_pack_oracle.Supply(owner, name, suppliers, group.min_up, group.buffer_minutes, refill)

    return plain_pack_oracle.World(
        restart={asset_id(i): minutes for i, minutes in enumerate(network.restart)},
        supplies=[
            supply(asset_id(owner), group_id(g), group)
            for g, (owner, group) in enumerate(zip(network.owners, network.dependencies, strict=True))
        ],
        needs=[supply(*need_key(n), group) for n, group in enumerate(network.needs)],
    )


def run_plain(network):
    outages = {asset_id(asset): spans for asset, spans in network.outages.items()}
    return plain_pack_oracle.simulate(plain_world(network), outages, network.horizon)


def pack_tables(network, *, shuffle=lambda rows: rows):
    """The network as a pack's rows.

    Recharge "never" becomes a blank recharge of a fuel tank, a buffer that does not start full becomes a stock.
    """

    def recharge_columns(group):
        if group.recharge_minutes == NEVER:
            return {"recharge_hours": None, "buffer_kind": "fuel"}
        kind = "battery" if group.initial_minutes is None else "stock"
        return {"recharge_hours": group.recharge_minutes / 60, "buffer_kind": kind}

    count = len(network.restart)
    assets = [
        tables.AssetRow(
            asset_id=asset_id(i),
            kind="",
            name=f"Anlæg {i}",
            area_id="o1",
            service=SERVICES[i % len(SERVICES)],
            people=10 + i,
            restart_hours=network.restart[i] / 60,
        )
        for i in range(count)
    ]
    dependencies = [
        tables.DependencyRow(
            asset_id=asset_id(owner),
            group_id=group_id(g),
            supplier_id=asset_id(supplier),
            min_up=group.min_up,
            buffer_hours=group.buffer_minutes / 60,
            **recharge_columns(group),
        )
        for g, (owner, group) in enumerate(zip(network.owners, network.dependencies, strict=True))
        for supplier in group.suppliers
    ]
    needs = [
        tables.NeedRow(
            profile_id=need_key(n)[0],
            area_id="o1",
            people=5 + n // 2,
            need_type="power",
            severity=tables.SEVERITIES[n % 3],
            group_id=need_key(n)[1],
            supplier_id=asset_id(supplier),
            min_up=group.min_up,
            tolerance_hours=group.buffer_minutes / 60,
            **recharge_columns(group),
        )
        for n, group in enumerate(network.needs)
        for supplier in group.suppliers
    ]
    return tables.PackTables(
        municipality=tables.MunicipalityRow(code="999", name="Prøveby Kommune", population=100_000),
        areas=(tables.AreaRow(area_id="o1", name="Midtby", population=100_000),),
        assets=tuple(shuffle(assets)),
        dependencies=tuple(shuffle(dependencies)),
        needs=tuple(shuffle(needs)),
    )


def as_snapshot(network, **how):
    return snapshot.build_snapshot(pack_tables(network, **how))


def as_outages(network):
    return tuple(
        scenario.Outage(asset_id=asset_id(asset), start_minute=start, end_minute=end)
        for asset, spans in sorted(network.outages.items())
        for start, end in spans
    )


def recharges(longest=40):
    return st.one_of(st.sampled_from([0, NEVER, 1]), st.integers(2, longest))


@st.composite
def groups(draw, suppliers, *, longest_buffer=15, stocks=False):
    chosen = draw(st.lists(st.sampled_from(suppliers), min_size=1, max_size=4, unique=True))
    buffer = draw(st.one_of(st.just(0), st.integers(0, longest_buffer)))
    recharge_minutes = draw(recharges())
    is_stock = stocks and recharge_minutes != NEVER and draw(st.booleans())
    return Group(
        suppliers=tuple(sorted(chosen)),
        min_up=draw(st.integers(1, len(chosen))),
        buffer_minutes=buffer,
        recharge_minutes=recharge_minutes,
        initial_minutes=draw(st.integers(0, buffer)) if is_stock else None,
    )


@st.composite
def intervals(draw, horizon):
    start = draw(st.integers(0, horizon - 1))
    length = draw(st.one_of(st.integers(1, 8), st.integers(1, horizon)))
    return start, start + length


@st.composite
def networks(draw, *, acyclic=False, max_assets=8, max_horizon=140, horizon_step=1, stocks=False):
    """Loops (unless `acyclic`), n-of-m, slow recharge, restart lags and locks, repeated short outages."""
    count = draw(st.integers(1, max_assets))
    horizon = horizon_step * draw(st.integers(1, max(1, max_horizon // horizon_step)))
    owners, dependencies = [], []
    for _ in range(draw(st.integers(0, 2 * count))):
        owner = draw(st.integers(0, count - 1))
        candidates = list(range(owner)) if acyclic else [i for i in range(count) if i != owner]
        if candidates:
            owners.append(owner)
            dependencies.append(draw(groups(candidates, stocks=stocks)))
    needs = [draw(groups(range(count), longest_buffer=30, stocks=stocks)) for _ in range(draw(st.integers(0, 4)))]
    hit = draw(st.lists(st.integers(0, count - 1), min_size=0, max_size=3, unique=True))
    return Network(
        restart=tuple(draw(st.lists(st.sampled_from([0, 0, 1, 3, 9]), min_size=count, max_size=count))),
        owners=tuple(owners),
        dependencies=tuple(dependencies),
        needs=tuple(needs),
        outages={asset: draw(st.lists(intervals(horizon), min_size=1, max_size=6)) for asset in hit},
        horizon=horizon,
    )
