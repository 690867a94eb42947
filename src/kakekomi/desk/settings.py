"""Django's settings, all made from ``config``."""

from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from kakekomi.desk.config import LOOPBACK, DeskConfig
from kakekomi.desk.house.failures import logging_to_stderr
from kakekomi.desk.keys import secret_text
from kakekomi.desk.oidc.known_provider import read_provider

CONFIG: Final = DeskConfig.of()
CONFIG.data.mkdir(parents=True, exist_ok=True, mode=0o700)

SECRET_KEY = secret_text(CONFIG.data / "keys", "django")
DEBUG = False
ALLOWED_HOSTS = list(CONFIG.hosts)
ROOT_URLCONF = "kakekomi.desk.urls"
WSGI_APPLICATION = "kakekomi.desk.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

OWN_APPS: Final = ("house", "checks", "portal", "cases", "counter", "work", "intake")

INSTALLED_APPS = [
    *(f"kakekomi.desk.{app}" for app in OWN_APPS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kakekomi.desk.house.middleware.SecurityHeaders",
    "kakekomi.desk.house.steady.SteadyPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kakekomi.desk.house.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "kakekomi.desk.house.templatetags.house",
                "kakekomi.desk.cases.templatetags.cases_words",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kakekomi.desk.house.context.page",
            ],
        },
    }
]


def _socket_folder(query: str) -> str:
    """The folder of the server's socket, as libpq names it in an address."""
    return next(iter(parse_qs(query).get("host", [])), "")


def _database() -> dict[str, Any]:
    if not CONFIG.database:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": CONFIG.data / "desk.sqlite3",
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    parts = urlsplit(CONFIG.database)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or _socket_folder(parts.query),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }


DATABASES = {"default": _database()}

AUTH_USER_MODEL = "house.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "kakekomi.desk.house.accounts.ByNameOrAddress",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/cases/"
ACCOUNT_FORMS = {"login": "kakekomi.desk.house.sign_in.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "kakekomi.desk.house.accounts.NoSignup"
ACCOUNT_EMAIL_VERIFICATION = "none"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day; what lies here is about people

# Wrong passwords: five for an account from one address, then a quarter of an hour's rest; whoever
# shares the address still signs in. Of all addresses together, allauth counts five for an account.
AXES_USERNAME_CALLABLE = "kakekomi.desk.house.accounts.name_of"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # who tries on does not prolong it
AXES_LOCKOUT_TEMPLATE = "house/locked.html"
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # the audit log has it, with a shortened address

CACHES = {
    "default": {  # in files: all processes count in the same place
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": CONFIG.data / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    "standings": {  # where cases stand, by all that it is computed from
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": CONFIG.data / "standings",
        "TIMEOUT": 7 * 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    },
}

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True

LOGGING = logging_to_stderr()
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"

STATIC_URL = "/static/"
STATIC_ROOT = CONFIG.data / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True

EMAIL_BACKEND = (
    f"django.core.mail.backends.{'smtp' if CONFIG.mail_server else 'console'}.EmailBackend"
)
if CONFIG.mail_server:
    _mail = urlsplit(CONFIG.mail_server)
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = not EMAIL_USE_SSL and EMAIL_HOST not in LOOPBACK
    EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = CONFIG.mail_from or "kakekomi@localhost"

OIDC = read_provider(Path(CONFIG.oidc)) if CONFIG.oidc else None
if OIDC is not None:
    INSTALLED_APPS += ["allauth.socialaccount", "kakekomi.desk.oidc"]
    SOCIALACCOUNT_PROVIDERS = {"oidc": {"APPS": [OIDC.app()]}}
    SOCIALACCOUNT_ADAPTER = "kakekomi.desk.oidc.adapter.KnownPeopleOnly"
    SOCIALACCOUNT_AUTO_SIGNUP = SOCIALACCOUNT_STORE_TOKENS = False
    SOCIALACCOUNT_REQUESTS_TIMEOUT = 10  # seconds, while somebody waits

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.is_https
SECURE_SSL_REDIRECT = CONFIG.is_https
SECURE_HSTS_SECONDS = 31_536_000 if CONFIG.is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = CONFIG.is_https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.is_https else None
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

OWN_STYLE = str(Path(__file__).parent / "house" / "static" / "house" / "desk.css")
"""Looks of all pages; papers made here are dressed in it, too."""
