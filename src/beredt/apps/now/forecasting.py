"""From what is reported to a forecast: the pack's ground and the course are kept in the process, moments are read off.

A course holds until something is reported or an expected return passes; then it is computed anew.
"""

from __future__ import annotations

import datetime

import attrs

from beredt.apps.municipality.packs import StoredPack
from beredt.apps.now.records import SituationValue
from beredt.domain.impact import course, forecast, reported, strata
from beredt.domain.impact.course import Course, Ground
from beredt.domain.impact.coverage import Expected
from beredt.domain.impact.forecast import Forecast
from beredt.domain.impact.reported import Report
from beredt.domain.municipality.vocabulary import Vocabulary
from beredt.domain.riskpicture.scenario import Outage
from beredt.kit.keeping import Kept
from beredt.telling import clock_time


@attrs.frozen(kw_only=True)
class Told:
    """What is reported as the engine takes it: minutes count from `start`."""

    start: datetime.datetime
    horizon_hours: int
    now_minute: int
    outages: tuple[Outage, ...]


@attrs.frozen(kw_only=True, eq=False)
class Forecasted:
    """A forecast, and when its minutes count from."""

    start: datetime.datetime
    forecast: Forecast
    course: Course


_grounds: Kept[Ground] = Kept(6)
_courses: Kept[Course] = Kept(24)
_forecasts: Kept[Forecast] = Kept(24)


def told_to_engine(pack: StoredPack, situation: SituationValue, now: datetime.datetime) -> Told | None:
    """The reports as outages at `now`; None where nothing stands."""
    first = situation.start_at
    if first is None:
        return None
    start = clock_time.whole_minute(first)
    now_minute = max(clock_time.minutes_between(start, now), 0)
    horizon_hours = forecast.horizon_hours_at(now_minute)
    reports = [
        Report(
            subject=report.subject,
            start_minute=clock_time.minutes_between(start, report.since_at),
            end_minute=_minute(start, report.end_at(now)),
        )
        for report in situation.told
    ]
    return Told(
        start=start,
        horizon_hours=horizon_hours,
        now_minute=now_minute,
        outages=reported.outages_of(pack.snapshot, reports, horizon_hours=horizon_hours),
    )


def forecast_of(
    pack: StoredPack, situation: SituationValue, now: datetime.datetime, *, vocabulary: Vocabulary
) -> Forecasted | None:
    """What the reports mean at `now`; None where nothing stands."""
    told = told_to_engine(pack, situation, now)
    if told is None:
        return None
    name = (pack.code, pack.pack_hash, situation.outdoor_c, told.horizon_hours, told.outages)
    found = _courses.get(
        name,
        lambda: course.run_course(
            _ground_of(pack, situation.outdoor_c, vocabulary), outages=told.outages, horizon_hours=told.horizon_hours
        ),
    )
    # All who look within one minute see the same.
    seen = _forecasts.get((name, told.now_minute), lambda: forecast.forecast_at(found, told.now_minute))
    return Forecasted(start=told.start, forecast=seen, course=found)


def _ground_of(pack: StoredPack, outdoor_c: float | None, vocabulary: Vocabulary) -> Ground:
    """The pack's ground; as the pack says it (heat at 0 °C) where nobody gave a temperature."""
    services = vocabulary.population_services
    expected = Expected(services=services, population_services=services)

    def make() -> Ground:
        whole = pack.snapshot if outdoor_c is None else strata.at_temperature(pack.snapshot, outdoor_c)
        return course.prepare(whole, expected=expected)

    return _grounds.get((pack.code, pack.pack_hash, outdoor_c), make)


def _minute(start: datetime.datetime, moment: datetime.datetime | None) -> int | None:
    return None if moment is None else clock_time.minutes_between(start, moment)
