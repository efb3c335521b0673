"""Settings of the web application. What an installation may set comes from the environment.

Importing this makes the data folder and, at first start, the secret key in it.
"""

from __future__ import annotations

import os
from pathlib import Path

from beredt.shell import rooms, web_database, web_secrets

DATA_FOLDER = Path(os.environ.get("BEREDT_DATA") or "out/web").absolute()
BEREDT_DATA = str(DATA_FOLDER)
DATA_FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)

SECRET_KEY = web_secrets.secret_key(DATA_FOLDER)
DEBUG = False

# --- where it is reached -------------------------------------------------------------------------------------------
PUBLIC_ADDRESS = os.environ.get("BEREDT_ADDRESS", "").rstrip("/")
"""As the browser sees it (https://beredt.example.dk), behind a proxy that adds TLS; "" for this machine only."""
LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
_ON_LOOPBACK = not PUBLIC_ADDRESS.startswith("https://")
ALLOWED_HOSTS = [*LOOPBACK_HOSTS, *web_secrets.hosts_of(PUBLIC_ADDRESS)]
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS] if PUBLIC_ADDRESS else []
IS_BEHIND_PROXY = not _ON_LOOPBACK
SECURE_PROXY_SSL_HEADER = None if _ON_LOOPBACK else ("HTTP_X_FORWARDED_PROTO", "https")

# --- parts ---------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    *rooms.APPS,
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "beredt.ground.access.middleware.keep_session_alive",
    "beredt.ground.ui.reading.ReaderLanguage",
    "beredt.ground.access.middleware.limit_size",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "beredt.shell.web_errors.tell_errors",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "beredt.shell.urls"
WSGI_APPLICATION = "beredt.shell.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                *rooms.CONTEXT_PROCESSORS,
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- database ------------------------------------------------------------------------------------------------------
DATABASES = {"default": web_database.settings_for(os.environ.get("DATABASE_URL", ""), DATA_FOLDER)}

# --- signing in ----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "beredt.ground.access.backends.PasswordBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "name")},
    },
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
]
LOGIN_URL = "access:sign_in"
BEREDT_SECOND_FACTOR = os.environ.get("BEREDT_SECOND_FACTOR") or ("optional" if _ON_LOOPBACK else "everyone")
"""`everyone` or `optional`: on this machine alone whoever reaches the page already sits at it."""
SESSION_HOURS = int(os.environ.get("BEREDT_SESSION_HOURS") or 8)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_COOKIE_NAME = "beredt_session"
SESSION_COOKIE_SECURE = not _ON_LOOPBACK
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "beredt_csrf"
CSRF_COOKIE_SECURE = not _ON_LOOPBACK
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "beredt.shell.web_errors.stale_form"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # [h]
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["login", "password", "code", "kept", "next"]
AXES_LOCKOUT_CALLABLE = "beredt.ground.access.lockout.locked_out"
AXES_CLIENT_IP_CALLABLE = "beredt.ground.access.lockout.client_address"

# --- what a page may do in the browser -------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 0 if _ON_LOOPBACK else 31_536_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_TEMP_DIR = str(web_secrets.private_folder(DATA_FOLDER / "uploads"))
FILE_UPLOAD_PERMISSIONS = 0o600

# --- files of the pages ----------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = str(web_secrets.private_folder(DATA_FOLDER / "static"))
LIBRARY_FOLDER = web_database.library_folder()
"""Front-end libraries as set-up fetched them, served under /static/lib/; empty where there are none."""
STATICFILES_DIRS = [("lib", str(LIBRARY_FOLDER))] if LIBRARY_FOLDER.is_dir() else []
_COLLECTED = (DATA_FOLDER / "static" / "staticfiles.json").exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not _COLLECTED

# --- language and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk"), ("en", "English")]
USE_I18N = True
"""For the reader's language of a request. Texts of ours go through kit.language, never through Django's catalogues."""
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"

# --- log: what went wrong, never what somebody typed or who it was ---------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_tokens": {"()": "beredt.shell.web_log.WithoutTokens"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "terminal": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_tokens"]},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["terminal"], "level": "WARNING"},
    "loggers": {
        # These write login names and addresses with their queries.
        "axes": {"handlers": ["nowhere"], "propagate": False},
        "django.request": {"level": "ERROR", "filters": ["no_tokens"]},
        "django.security.csrf": {"level": "ERROR"},
    },
}
