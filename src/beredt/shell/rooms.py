"""The rooms of the web application, one line each: lowest first."""

from __future__ import annotations

from beredt.kit.language import mark

GROUND = ("access", "audit", "jobs", "ui")
APPS_ROOMS = ("municipality", "riskpicture", "impact", "measures", "now", "guide")
OVERVIEW = ("situation", "papers")

APPS = (
    "beredt.ground.access.apps.AccessConfig",
    "beredt.ground.audit.apps.AuditConfig",
    "beredt.ground.jobs.apps.JobsConfig",
    "beredt.ground.ui.apps.UiConfig",
    "beredt.apps.municipality.apps.MunicipalityConfig",
    "beredt.apps.riskpicture.apps.RiskPictureConfig",
    "beredt.apps.impact.apps.ImpactConfig",
    "beredt.apps.measures.apps.MeasuresConfig",
    "beredt.apps.now.apps.NowConfig",
    "beredt.apps.guide.apps.GuideConfig",
    "beredt.overview.situation.apps.SituationConfig",
    "beredt.overview.papers.apps.PapersConfig",
    "beredt.shell.apps.ShellConfig",
)
"""Django applications; the shell's is last, because it opens the doors of all others."""

CONTEXT_PROCESSORS = ("beredt.ground.ui.context.page",)

OUTSIDE = (
    ("", "beredt.ground.access.urls"),
    ("", "beredt.ground.ui.urls"),
    ("ops/", "beredt.shell.ops.urls"),
    ("begynd/", "beredt.apps.guide.start_urls"),
)
"""Pages outside any municipality: prefix and module of addresses."""

INSIDE = (
    ("", "beredt.overview.situation.urls"),
    ("nu/", "beredt.apps.now.urls"),
    ("begynd/", "beredt.apps.guide.urls"),
    ("risikobillede/", "beredt.apps.riskpicture.urls"),
    ("konsekvenser/", "beredt.apps.impact.urls"),
    ("tiltag/", "beredt.apps.measures.urls"),
    ("kommunen/", "beredt.apps.municipality.urls"),
    ("papir/", "beredt.overview.papers.urls"),
    ("opgaver/", "beredt.ground.jobs.urls"),
    ("log/", "beredt.ground.audit.urls"),
    ("adgang/", "beredt.ground.access.member_urls"),
)
"""Pages of one municipality, under its code."""

DEMOS = (
    (mark("the municipality's data"), "beredt.apps.municipality.demo"),
    (mark("the risk picture"), "beredt.apps.riskpicture.demo"),
    (mark("what every hazard does"), "beredt.apps.impact.demo"),
    (mark("measures, ranked, and whom to ring"), "beredt.apps.measures.demo"),
    (mark("the guided start"), "beredt.apps.guide.demo"),
    (mark("now"), "beredt.apps.now.demo"),
)
"""What is told while it is made, and modules with `build_demo(*, actor)`; a room without one is passed over.

`beredt demo` calls them in this order. `build_demo` goes through the room's operations, may be called again on a
database that has the demo already, and returns nothing. Its jobs are worked off before the next room's turn.
"""
