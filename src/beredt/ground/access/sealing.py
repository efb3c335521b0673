"""Sealing: what leaves the program's hands (a form field, a database row) unreadable and unchangeable to others."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE_BYTES = 12


def seal(plain: bytes, *, purpose: str) -> bytes:
    """Nonce and AES-256-GCM of `plain`, bound to the purpose (a text that says what this is, and whose)."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(_key()).encrypt(nonce, plain, purpose.encode())


def unseal(sealed: bytes, *, purpose: str) -> bytes | None:
    """What was sealed for this purpose; None if it was changed, sealed for another one, or with another key."""
    try:
        return AESGCM(_key()).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], purpose.encode())
    except (InvalidTag, ValueError):
        return None


def seal_text(plain: bytes, *, purpose: str) -> str:
    """`seal` as text for a form field."""
    return urlsafe_b64encode(seal(plain, purpose=purpose)).decode()


def unseal_text(sealed: str, *, purpose: str) -> bytes | None:
    """`unseal` of such a text; None if it is not one."""
    try:
        return unseal(urlsafe_b64decode(sealed.encode()), purpose=purpose)
    except ValueError:
        return None


def digest(secret: str, *, purpose: str) -> str:
    """What is stored of a long random secret: a keyed digest, from which it cannot be had back."""
    return hmac.new(_key(), f"{purpose}:{secret}".encode(), hashlib.sha256).hexdigest()


def _key() -> bytes:
    return hashlib.sha256(b"beredt.access.sealing:" + settings.SECRET_KEY.encode()).digest()
