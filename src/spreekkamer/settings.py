"""Settings. Everything that differs per municipality comes from the environment or from the data folder."""

import os
from pathlib import Path

from csp.constants import SELF
from django.utils.translation import gettext_lazy as _

from spreekkamer.database import database
from spreekkamer.secret_file import made_once

PACKAGE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("SPREEKKAMER_DATA", "data")).resolve()
SECRETS = DATA / "secrets"
PORT = int(os.environ.get("SPREEKKAMER_PORT", "8000"))
BASE_URL = os.environ.get("SPREEKKAMER_BASE_URL", f"http://127.0.0.1:{PORT}")
RECORDER_URL = os.environ.get("SPREEKKAMER_RECORDER_URL", f"http://127.0.0.1:{PORT + 1}")
LEDGER_ORIGIN = os.environ.get("SPREEKKAMER_LEDGER_ORIGIN", "spreekkamer.example/voorbeeldstad")
SMTP_URL = os.environ.get("SPREEKKAMER_SMTP_URL", "")
"""The mail server: smtp://user:password@mail.example:587?starttls, or smtps://. An example mails to a folder."""
MQTT_URL = os.environ.get("SPREEKKAMER_MQTT_URL", "")
"""The broker of the alarm buttons: mqtt://user:password@broker.example:1883, or mqtts://."""
MAIL_FROM = os.environ.get("SPREEKKAMER_MAIL_FROM", "spreekkamer@localhost")
EXAMPLE = os.environ.get("SPREEKKAMER_EXAMPLE") == "1"
"""Whether the sign-in links of an example municipality work here."""
COUNCIL_TERM_DAYS = int(os.environ.get("SPREEKKAMER_COUNCIL_TERM_DAYS", "30"))
"""Days in which the council's written questions are answered, by its own rules of order."""
LEDGER_CADENCE = int(os.environ.get("SPREEKKAMER_LEDGER_CADENCE", "3600"))
"""Seconds between two public checkpoints: so coarse that its moments tell nobody who was in the room."""


def _secret(name: str) -> str:
    return made_once(SECRETS / name, lambda: os.urandom(48).hex().encode()).decode()


SECRET_KEY = _secret("django-secret")
APPOINTMENT_SECRET = _secret("appointment-secret")
"""With this, references of imported appointments are hashed. Lost, the same appointments would count anew."""
DEBUG = False
ALLOWED_HOSTS = os.environ.get("SPREEKKAMER_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "spreekkamer.ledger",
    "spreekkamer.accounts",  # before allauth: our templates for signing in win
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "spreekkamer.documents",
    "spreekkamer.figures",
    "spreekkamer.post",
    "spreekkamer.conversations",
    "spreekkamer.assessments",
    "spreekkamer.gate",
    "spreekkamer.vault",
    "spreekkamer.residents",
    "spreekkamer.incidents",
    "spreekkamer.incidents.alarms",
    "spreekkamer.incidents.police",
    "spreekkamer.oversight",
    "spreekkamer.questions",
    "spreekkamer.annual_report",
    "spreekkamer.register",
    "spreekkamer.dashboard",
    "spreekkamer.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "spreekkamer.web.middleware.headers",
    "spreekkamer.web.middleware.Refusals",
]

ROOT_URLCONF = "spreekkamer.urls"
ASGI_APPLICATION = "spreekkamer.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "spreekkamer.web.context.frame",
            ],
        },
    }
]

DATABASES = {"default": database(os.environ.get("SPREEKKAMER_DATABASE", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "spreekkamer.accounts.mfa.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the administrator made the account and knows the address
ACCOUNT_SESSION_REMEMBER = False  # closing the browser signs out
MFA_ADAPTER = "spreekkamer.accounts.mfa.MFAAdapter"
MFA_FORMS = {
    "activate_totp": "spreekkamer.accounts.forms.Activate",
    "authenticate": "spreekkamer.accounts.forms.Authenticate",
    "reauthenticate": "spreekkamer.accounts.forms.Reauthenticate",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "start"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_AGE = 9 * 3600  # a working day

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # one part of a large DPIA has thousands of boxes to tick

FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "spreekkamer.web.uploads.NamelessFile",
]

STATIC_URL = "static/"
STATICFILES_DIRS = [("theme", DATA / "theme")] if (DATA / "theme").is_dir() else []
"""A municipality's own look: theme/theme.css in the data folder."""
WHITENOISE_USE_FINDERS = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 365 * 86400 if BASE_URL.startswith("https://") else 0
CSRF_FAILURE_VIEW = "spreekkamer.web.errors.expired"
FORM_RENDERER = "spreekkamer.web.forms.Renderer"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-ancestors": ["'none'"],
        "form-action": [SELF],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"route_only": {"()": "spreekkamer.web.logs.RouteOnly"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["route_only"]}},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
