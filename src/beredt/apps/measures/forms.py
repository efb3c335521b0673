"""What is asked of the user: how to rank, a decision, an answer. Plain forms that turn fields into arguments."""

from __future__ import annotations

from django import forms

from beredt.apps.measures import asking, measure_page
from beredt.apps.measures.deciding import LONGEST_REASON
from beredt.apps.measures.stored import USUAL_BUDGET_KR, USUAL_DRAWS, USUAL_HOURS, USUAL_SEED, USUAL_SETS, RankSettings
from beredt.domain.riskpicture.catalogue import Edition
from beredt.kit.language import Language, mark
from beredt.telling import wording
from beredt.telling.names import capitalised


class RankForm(forms.Form):
    """How is ranked; every field has a default, so that the button alone will do."""

    catalogue = forms.CharField(widget=forms.HiddenInput, max_length=200)
    budget = forms.IntegerField(min_value=0, max_value=int(asking.MOST_KR), initial=int(USUAL_BUDGET_KR))
    horizon = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect, initial=USUAL_HOURS)
    objective = forms.ChoiceField(widget=forms.RadioSelect, initial="people")
    hazards = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    sets = forms.IntegerField(min_value=0, max_value=asking.MOST_SETS, initial=USUAL_SETS)
    draws = forms.IntegerField(min_value=1, max_value=asking.MOST_DRAWS, initial=USUAL_DRAWS)
    seed = forms.IntegerField(min_value=0, max_value=asking.MOST_SEED, initial=USUAL_SEED)
    token = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: object, chosen: Edition, language: Language, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        say = language.say
        told = {
            "budget": (
                say(mark("What the municipality can spend (kr)")),
                say(mark("Purchase and four years' running. The best set is found for it, and for other budgets too.")),
            ),
            "horizon": (say(mark("How far to look")), ""),
            "objective": (say(mark("What counts most")), ""),
            "hazards": (say(mark("Hazards")), say(mark("Tick none to rank for all of them."))),
            "sets": (
                say(mark("Sets of assumptions")),
                say(mark("More sets make the ranges steadier and take longer; 40 is usual, 0 gives no ranges.")),
            ),
            "draws": (
                say(mark("Runs of chance")),
                say(mark("More runs make the figures steadier and take longer; 1,000 is usual.")),
            ),
            "seed": (say(mark("Seed")), say(mark("The same seed on the same data gives exactly the same figures."))),
        }
        for name, (label, hint) in told.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
        choices: dict[str, list[tuple[object, str]]] = {
            "hazards": [(h.hazard_id, capitalised(h.names.in_language(language.code))) for h in chosen.hazards],
            "horizon": [(hours, wording.horizon(hours, language)) for hours in asking.HORIZONS_HOURS],
            "objective": [
                ("people", say(mark("Fewest citizens past a critical tolerance"))),
                ("hours", say(mark("Fewest person-hours, critical, serious and welfare weighed together"))),
            ],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        self.fields["catalogue"].initial = chosen.edition_id

    def settings(self) -> RankSettings:
        """What was asked for."""
        asked = self.cleaned_data
        return RankSettings(
            catalogue_id=asked["catalogue"],
            hazards=tuple(asked["hazards"]),
            horizon_hours=asked["horizon"],
            budget_kr=float(asked["budget"]),
            draws=asked["draws"],
            seed=asked["seed"],
            objective=asked["objective"],
            sets=asked["sets"],
        )


class DecisionForm(forms.Form):
    """What is decided on a measure, by whom, and why."""

    decision = forms.ChoiceField(widget=forms.RadioSelect)
    decider = forms.ChoiceField()
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST_REASON)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: object, language: Language, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        say = language.say
        self.fields["decision"].label = say(mark("Decision"))
        self.fields["decider"].label = say(mark("Who decides"))
        self.fields["reason"].label = say(mark("Why"))
        self.fields["reason"].help_text = say(
            mark("Stands in the case to the council. No names, no numbers of persons.")
        )
        self.fields["decision"].choices = measure_page.decision_choices(language)  # type: ignore[attr-defined]
        self.fields["decider"].choices = measure_page.decider_choices(language)  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """One answer as it was given on the telephone."""

    answer = forms.CharField(max_length=60)
    told_by = forms.CharField(max_length=120)
    day = forms.CharField(max_length=20, widget=forms.DateInput(attrs={"type": "date"}))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: object, unit: str, language: Language, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        say = language.say
        self.fields["answer"].label = say(mark("Answer ({unit})"), unit=unit)
        self.fields["answer"].help_text = say(
            mark("A number, or “don't know”: that is noted, and the assumption stays.")
        )
        self.fields["told_by"].label = say(mark("Answered by (function)"))
        self.fields["told_by"].help_text = say(mark("A function, for instance duty engineer; never a name."))
        self.fields["day"].label = say(mark("Date"))


class FilledListForm(forms.Form):
    """A filled call list."""

    file = forms.FileField()

    def __init__(self, *args: object, language: Language, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["file"].label = language.say(mark("The filled call list (.xlsx)"))
        self.fields["file"].help_text = language.say(mark("Nothing is stored before you have seen what would change."))
