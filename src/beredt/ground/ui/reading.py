"""The reader's language: Danish until the reader chooses otherwise."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from beredt.kit import language as languages
from beredt.kit.language import Language

COOKIE = "language"
COOKIE_SECONDS = 365 * 24 * 3600


def reader_language(request: HttpRequest) -> Language:
    """The language the reader chose, Danish where none was chosen."""
    chosen = request.COOKIES.get(COOKIE, "")
    return languages.language(chosen if chosen in languages.LANGUAGES else languages.LANGUAGES[0])


def active_language() -> Language:
    """The language of the page being made, for filters that see no request; Danish outside a request."""
    code = (translation.get_language() or "")[:2]
    return languages.language(code if code in languages.LANGUAGES else languages.LANGUAGES[0])


class ReaderLanguage:
    """Middleware: everything said while a request is answered is said in the reader's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, marked with its language."""
        code = reader_language(request).code
        with translation.override(code):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        patch_vary_headers(response, ["Cookie"])
        return response
