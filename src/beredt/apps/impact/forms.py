"""What is asked before a run: one main button, everything else has a default."""

from __future__ import annotations

from django import forms

from beredt.apps.impact.operations import DEFAULT_DRAWS, DEFAULT_SEED, HORIZONS_HOURS, MOST_DRAWS, MOST_SEED
from beredt.domain.riskpicture.catalogue import Edition
from beredt.kit.language import Language, mark
from beredt.telling import wording
from beredt.telling.names import capitalised


class RunForm(forms.Form):
    """Hazards (none: all of the catalogue), horizon, runs of chance, seed; the catalogue is chosen before."""

    catalogue = forms.CharField(widget=forms.HiddenInput, max_length=200)
    hazards = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    horizon = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect)
    draws = forms.IntegerField(min_value=1, max_value=MOST_DRAWS)
    seed = forms.IntegerField(min_value=0, max_value=MOST_SEED)
    token = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: object, chosen: Edition, language: Language, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        say = language.say
        told = {
            "hazards": (say(mark("Hazards")), say(mark("Tick none to compute all of them."))),
            "horizon": (say(mark("How far to look")), ""),
            "draws": (
                say(mark("Runs of chance")),
                say(mark("More runs make the figures steadier and take longer; 1,000 is usual.")),
            ),
            "seed": (
                say(mark("Seed")),
                say(mark("The same seed on the same data gives exactly the same figures.")),
            ),
        }
        for name, (label, hint) in told.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
        self._choose(chosen, language)

    def _choose(self, chosen: Edition, language: Language) -> None:
        hazards, horizon = self.fields["hazards"], self.fields["horizon"]
        assert isinstance(hazards, forms.MultipleChoiceField)
        assert isinstance(horizon, forms.TypedChoiceField)
        hazards.choices = [
            (hazard.hazard_id, capitalised(hazard.names.in_language(language.code))) for hazard in chosen.hazards
        ]
        horizon.choices = [(hours, wording.horizon(hours, language)) for hours in HORIZONS_HOURS]
        self.fields["catalogue"].initial, horizon.initial = chosen.edition_id, HORIZONS_HOURS[0]
        self.fields["draws"].initial, self.fields["seed"].initial = DEFAULT_DRAWS, DEFAULT_SEED
