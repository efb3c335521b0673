"""What Danes call the columns of a pack: the words under which a heading is recognised, and units that change it.

The first word of each column is the one shown in messages. Capital letters, spaces and punctuation do not matter, and
a unit may follow (`reservetid (timer)`, `reservetid i timer`).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

COLUMN_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "area_id": ("område", "område-id", "områdekode", "distrikt"),
        "as_of": ("dato", "pr. dato", "opgjort", "opgjort den", "opdateret", "gælder pr."),
        "asset_id": ("ressource", "ressource-id", "anlæg", "anlægs-id", "anlægsnr.", "anlægsnummer"),
        "assumption_id": ("antagelse", "antagelses-id"),
        "basis": ("grundlag", "sikkerhed", "basis"),
        "beds": ("senge", "antal senge", "sengepladser", "antal sengepladser", "pladser"),
        "buffer_hours": ("reservetid", "buffer", "buffertid", "batteritid", "reserve"),
        "buffer_kind": ("reservetype", "buffertype", "type af reserve"),
        "capital_kr": ("engangsudgift", "anlægsudgift", "anskaffelse", "investering", "pris"),
        "code": ("kommunekode", "kommunenr.", "kommunenummer", "kode"),
        "column": ("kolonne", "felt"),
        "fuel_hours": ("brændstoftid", "brændstof", "brændstof rækker"),
        "generator_kw": ("generator", "generatoreffekt", "nødstrøm"),
        "group_id": ("gruppe", "gruppe-id"),
        "heat": ("varme", "egen varme"),
        "high": ("høj", "øvre", "højst"),
        "kind": ("type", "ressourcetype", "anlægstype", "art"),
        "lat": ("breddegrad", "bredde", "latitude"),
        "lon": ("længdegrad", "længde", "longitude", "lng"),
        "low": ("lav", "nedre", "mindst"),
        "measure_id": ("tiltag", "tiltags-id"),
        "min_up": ("mindst oppe", "mindst i drift", "antal nødvendige", "mindst antal"),
        "name": ("navn", "betegnelse"),
        "need_type": ("behovstype", "behov"),
        "owner": ("ejer",),
        "people": ("antal personer", "personer", "antal borgere", "borgere", "antal mennesker", "forsyner personer"),
        "population": ("indbyggere", "antal indbyggere", "indbyggertal", "befolkning", "folketal"),
        "profile_id": ("behovsprofil", "profil", "profil-id"),
        "recharge_hours": ("genopladningstid", "genopladning", "opladningstid", "opladning", "genopfyldning"),
        "restart_hours": ("genstartstid", "genstart", "genstarttid", "genopstart", "genopstartstid", "opstartstid"),
        "row_key": ("rækkenøgle", "række", "nøgle"),
        "service": ("forsyning", "giver", "leverer", "kritisk funktion"),
        "severity": ("alvorlighed", "alvor"),
        "site_id": ("evakueringscenter", "center", "center-id", "sted"),
        "source": ("kilde",),
        "supplier_id": ("afhænger af", "afhængig af", "forsynes af", "forsynet af"),
        "table": ("tabel",),
        "tolerance_hours": ("tålegrænse", "tolerance", "tåletid", "kan undvære"),
        "tolerance_p10_hours": ("tålegrænse p10", "tålegrænse for 10 %", "tolerance p10"),
        "tolerance_p90_hours": ("tålegrænse p90", "tålegrænse for 90 %", "tolerance p90"),
        "water": ("vand", "eget vand"),
        "yearly_kr": ("årlig udgift", "årlige udgifter", "udgift pr. år", "driftsudgift", "drift pr. år"),
    }
)

TABLE_COLUMN_WORDS: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        ("areas", "area_id"): ("id", "kode"),
        ("assets", "asset_id"): ("id", "nr.", "nummer"),
        ("measures", "measure_id"): ("id",),
        ("municipality", "name"): ("kommune", "kommunenavn"),
        ("need_profiles", "need_type"): ("type",),
        ("need_profiles", "profile_id"): ("id",),
        ("sites", "site_id"): ("id",),
    }
)
"""Words that stand for a column in one table only, beside those above."""

TABLE_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "municipality": ("kommune", "kommunen"),
        "areas": ("områder",),
        "assets": ("ressourcer", "anlæg"),
        "dependencies": ("afhængigheder",),
        "need_profiles": ("behovsprofiler", "behov", "needs"),
        "sites": ("evakueringscentre", "centre"),
        "measures": ("tiltag",),
        "provenance": ("kilder", "oprindelse"),
    }
)
"""What the tables are called, on the command line and as names of sheets; the first is shown in messages."""

UNIT_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "h": ("timer", "t", "time", "tim.", "h", "hours"),
        "persons": ("personer", "antal", "pers.", "stk.", "persons"),
        "beds": ("pladser", "antal", "stk."),
        "kr": ("kr.", "kroner", "dkk"),
        "kW": ("kW", "kilowatt"),
        "degrees": ("grader", "°", "decimalgrader", "wgs84", "degrees"),
    }
)
"""Units, by the schema's name of them, in which a heading may say that its values are."""

OTHER_UNIT_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "h": (
            "minutter",
            "min.",
            "minutes",
            "døgn",
            "dage",
            "days",
            "uger",
            "sekunder",
            "sek.",
            "%",
            "pct.",
            "procent",
        ),
        "persons": ("%", "pct.", "procent", "promille", "tusinde", "1.000", "1000"),
        "beds": ("%", "pct.", "procent"),
        "kr": ("t.kr.", "tkr.", "1.000 kr.", "1000 kr.", "mio.", "mio. kr.", "mia. kr.", "euro", "eur", "usd", "øre"),
        "kW": ("W", "watt", "MW", "kVA", "hk"),
        "degrees": ("utm", "utm32", "m", "meter", "radianer"),
    }
)
"""Units that would be misread by a factor if the heading were believed without them."""

CHOICE_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "severity": {
            "kritisk": "critical",
            "alvorlig": "serious",
            "velfærd": "welfare",
        },
        "basis": {
            "verificeret": "verified",
            "bekræftet": "verified",
            "antaget": "assumed",
            "skøn": "assumed",
            "standard": "default",
            "standardværdi": "default",
        },
        "buffer_kind": {
            "batteri": "battery",
            "brændstof": "fuel",
            "lager": "stock",
            "besøg": "visit",
            "rutine": "routine",
            "nødrutine": "routine",
        },
    }
)
"""Danish for the words of closed vocabularies, by column; the first of each meaning is shown in messages."""

TOTAL_WORDS = ("i alt", "ialt", "total", "totalt", "sum", "samlet", "hovedtotal", "subtotal")
"""How a line of totals below a table begins."""
