"""What the page template needs of a request, on every page of every room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from beredt.ground.ui import navigation, reading

KEYS_COOKIE = "keys"
KEYS_OFF = "off"
_place_names: list[Callable[[str], str]] = []


def name_places(name_of: Callable[[str], str]) -> None:
    """From now on pages call municipality `code` what `name_of(code)` returns; called once, by the shell."""
    _place_names[:] = [name_of]


def page(request: HttpRequest) -> dict[str, Any]:
    """What `ui/base.html` lays out: language, place, ways to go, and what this browser chose."""
    language = reading.reader_language(request)
    actor = getattr(request, "actor", None)
    code = getattr(actor, "municipality", "") or ""

    def find_links(*, buttons: bool = False) -> tuple[navigation.Link, ...]:
        if not code:
            return ()
        return navigation.links(code=code, path=request.path, actor=actor, language=language, buttons=buttons)

    return {
        "language": language,
        "place": {"code": code, "name": SimpleLazyObject(lambda: place_name(code))} if code else None,
        "home": f"/{code}/" if code else "/",
        "navigation": find_links(),
        "keys_off": request.COOKIES.get(KEYS_COOKIE) == KEYS_OFF,
        "printed_at": timezone.now(),
        "here": request.get_full_path(),
        "exercise": bool(getattr(request, "exercise", False)),
        "buttons": find_links(buttons=True),
        "signed_in": getattr(actor, "user_id", None) is not None or _is_signed_in(request),
    }


def place_name(code: str) -> str:
    """What municipality `code` is called on pages; the code itself until the shell has named places."""
    return _place_names[0](code) if _place_names else code


def _is_signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return bool(getattr(user, "is_authenticated", False))
