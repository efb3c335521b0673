"""Forms of this room; their words are said in the language of the page being made."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from beredt.ground.access import words
from beredt.ground.access.actor import ROLES
from beredt.ground.access.models import User, normal_login
from beredt.kit.language import LANGUAGES, mark

LANGUAGE_NAMES = {"da": "Dansk", "en": "English"}


class SpokenForm(forms.Form):
    """A form whose labels and hints are marked sentences, said when the form is made."""

    labels: dict[str, str]
    hints: dict[str, str]

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        language = words.spoken()
        for name, sentence in getattr(self, "labels", {}).items():
            self.fields[name].label = language.say(sentence)
        for name, sentence in getattr(self, "hints", {}).items():
            self.fields[name].help_text = language.say(sentence)


def _password(autocomplete: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(strip=False, max_length=256, widget=widget)


class CarryingForm(SpokenForm):
    """A form that carries through signing in: where to afterwards, and the sealed fields of another form."""

    next = forms.CharField(required=False, widget=forms.HiddenInput)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)


class SignInForm(CarryingForm):
    """Login name and password."""

    login = forms.CharField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username"}))
    password = _password("current-password")
    labels = {"login": mark("Login name"), "password": mark("Password")}


class CodeForm(CarryingForm):
    """A code from the authenticator, or a recovery code."""

    code = forms.CharField(
        max_length=40, widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"})
    )
    labels = {"code": mark("Code")}
    hints = {"code": mark("Six digits from the authenticator, or one of your recovery codes.")}


class FirstCodeForm(SpokenForm):
    """The code that proves that the secret arrived in the authenticator."""

    code = forms.CharField(
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )
    labels = {"code": mark("Code")}
    hints = {"code": mark("Six digits from the authenticator.")}


class NewPasswordForm(SpokenForm):
    """A password of one's own, typed twice."""

    password = _password("new-password")
    again = _password("new-password")
    labels = {"password": mark("Password"), "again": mark("The same password again")}
    hints = {"password": mark("At least 12 characters. A sentence is easier to remember than signs.")}

    def __init__(self, *arguments: Any, user: User | None = None, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.user = user

    def clean_password(self) -> str:
        """The password; an error if it is short, common, or like the user's own name."""
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self._owner())
        return password

    def clean(self) -> None:
        """An error if the two differ."""
        typed, again = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if typed and again and typed != again:
            self.add_error("again", words.spoken().say(mark("The two passwords are not the same.")))

    def _owner(self) -> User | None:
        return self.user


class FirstStartForm(NewPasswordForm):
    """The administrator of a new installation."""

    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    login = forms.CharField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username"}))
    labels = {"name": mark("Your name"), "login": mark("Login name"), **NewPasswordForm.labels}
    hints = {
        "login": mark("Your work e-mail address, for instance. Nothing is sent to it."),
        **NewPasswordForm.hints,
    }
    field_order = ["name", "login", "password", "again"]

    def clean_login(self) -> str:
        """The login name as it is stored."""
        return free_login(self.cleaned_data["login"])

    def _owner(self) -> User:
        return User(login=self.cleaned_data.get("login", ""), name=self.cleaned_data.get("name", ""))


class ChangePasswordForm(NewPasswordForm):
    """A new password, for someone who knows the old one."""

    old_password = _password("current-password")
    labels = {"old_password": mark("Your password until now"), **NewPasswordForm.labels}
    field_order = ["old_password", "password", "again"]

    def clean_old_password(self) -> str:
        """An error if the old password is wrong."""
        typed: str = self.cleaned_data["old_password"]
        if self.user is None or not self.user.check_password(typed):
            raise ValidationError(words.spoken().say(mark("That is not your password.")))
        return typed


class PasswordForm(SpokenForm):
    """The user's password, asked for again before something grave."""

    password = _password("current-password")
    labels = {"password": mark("Your password")}


class AccountForm(SpokenForm):
    """Name and language."""

    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(choices=[(code, LANGUAGE_NAMES[code]) for code in LANGUAGES], widget=forms.RadioSelect)
    labels = {"name": mark("Your name"), "language": mark("Language")}


class RolesForm(SpokenForm):
    """Which roles a member holds."""

    roles = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    labels = {"roles": mark("Roles")}

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        language = words.spoken()
        chosen = self.fields["roles"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [
            (role, f"{language.say(words.ROLE_TITLES[role])}: {language.say(words.ROLE_NOTES[role])}") for role in ROLES
        ]


class InvitationForm(RolesForm):
    """A new member."""

    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    login = forms.CharField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    labels = {"name": mark("Name"), "login": mark("Login name"), **RolesForm.labels}
    hints = {"login": mark("The work e-mail address, for instance. Nothing is sent to it.")}
    field_order = ["name", "login", "roles"]

    def clean_login(self) -> str:
        """The login name as it is stored."""
        return normal_login(self.cleaned_data["login"])


class WhyForm(SpokenForm):
    """A member and something that may be done."""

    member = forms.ChoiceField()
    permission = forms.ChoiceField()
    labels = {"member": mark("Who"), "permission": mark("May or may not")}

    def set_choices(self, *, members: list[tuple[str, str]], permissions: list[tuple[str, str]]) -> None:
        """What there is to choose from."""
        for name, choices in (("member", members), ("permission", permissions)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


def free_login(typed: str) -> str:
    """The login name as it is stored; an error if somebody has it."""
    login = normal_login(typed)
    if User.objects.filter(login=login).exists():
        raise ValidationError(words.spoken().say(mark("Somebody has this login name already.")))
    return login
