"""Django's settings. What an operator may change is in `environment.py`."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
from csp.constants import NONCE, NONE, SELF

from linli.station.config.database import database_settings
from linli.station.config.environment import Environment
from linli.station.config.mail import server

django_stubs_ext.monkeypatch()

ENVIRONMENT = Environment()
HOME = ENVIRONMENT.home.resolve()
STATION = Path(__file__).resolve().parent.parent


def _secret_key() -> str:
    if ENVIRONMENT.secret_key:
        return ENVIRONMENT.secret_key
    kept = HOME / "secret-key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(64), encoding="ascii")
    return kept.read_text(encoding="ascii")


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = ENVIRONMENT.old_secret_keys
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.hosts
SAMPLE = ENVIRONMENT.sample
BASE_URL = ENVIRONMENT.base_url.rstrip("/")
FETCH_PRIVATE_HOSTS = ENVIRONMENT.fetch_private_hosts
HELP_LINES = ENVIRONMENT.help_lines
WEBHOOK_PRIVATE_HOSTS = ENVIRONMENT.webhook_private_hosts or SAMPLE

APPS = [
    "linli.station.front",
    "linli.station.privacy",
    "linli.station.transparency",
    "linli.station.programme",
    "linli.station.activities",
    "linli.station.codes",
    "linli.station.pledges",
    "linli.station.rumours",
    "linli.station.shield",
    "linli.station.honours",
    "linli.station.minors",
    "linli.station.moderation",
    "linli.station.learning",
    "linli.station.conduct",
    "linli.station.publishing",
    "linli.station.collections",
    "linli.station.standing",
    "linli.station.desk",
    "linli.station.credentials",
    "linli.station.notifications",
    "linli.station.integrations",
    "linli.station.exchange",
    "linli.station.organisations",
    "linli.station.people",
    "linli.station.ledger",
]
INSTALLED_APPS = [
    *APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rules",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "linli.station.integrations.rest.middleware.ApiProblems",
    "django.middleware.security.SecurityMiddleware",
    "linli.station.config.statics.WholeFiles",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "linli.station.people.middleware.SampleGuard",
    "linli.station.organisations.middleware.CommunityMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "linli.station.people.middleware.StaffSecondFactor",
    "django_htmx.middleware.HtmxMiddleware",
    "linli.station.front.middleware.RefusalPages",
]
ROOT_URLCONF = "linli.station.config.urls"
ASGI_APPLICATION = "linli.station.config.asgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "linli.station.front.context.page",
            ],
        },
    },
]
DATABASES = {"default": database_settings(ENVIRONMENT.database_url, HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "linli.station.people.backends.SignIn",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "邻里 Linli"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
PICTURES = HOME / "pictures"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True

PERSONAL = "linli.station.config.personal.PERSONAL"
FIGURES = "linli.station.config.figures.FIGURES"
RETENTION = "linli.station.config.retention.RETENTION"
BANKS = ENVIRONMENT.banks
DETECTORS = "linli.station.config.detectors.DETECTORS"
KINDS = "linli.station.config.kinds.KINDS"
OWN_CHECK = "linli.station.config.own_check.reasons_of"
LADDER = "linli.station.config.ladder.ladder_of"
LIMITS = "linli.station.config.ladder.limits_of"
LISTENERS = "linli.station.config.listeners.LISTENERS"
PERMISSIONS = "linli.station.config.permissions.PERMISSIONS"

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default", "webhooks"],
        "ENQUEUE_ON_COMMIT": False,
    }
}
EMAIL_ON = bool(ENVIRONMENT.email_url)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_ON else 'console'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS, EMAIL_USE_SSL = server(
    ENVIRONMENT.email_url
)
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = ENVIRONMENT.email_from or f"linli@{urlsplit(BASE_URL).hostname}"
PUSH_CONTACT = ENVIRONMENT.push_contact
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "linli.station.front.errors.csrf_refused"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"httpx": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": ENVIRONMENT.log_level},
}
