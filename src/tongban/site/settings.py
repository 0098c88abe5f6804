"""Django settings: one deployment, one county, one PostgreSQL database.

Everything that differs between two counties' machines comes from the environment or from
key files; nothing secret stands here.  See docs/operations/running.md for the variables.
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent.parent
DATA_FOLDER = Path(os.environ.get("TONGBAN_DATA") or Path.home() / ".local/share/tongban")
SECRETS_FOLDER = Path(os.environ.get("TONGBAN_SECRETS") or DATA_FOLDER / "secrets")


def _secret(name: str, fallback: str = "") -> str:
    """The content of one key file, or the fallback where the file is not made yet (`--help`, checks)."""
    path = SECRETS_FOLDER / name
    return path.read_text().strip() if path.exists() else fallback


def _database(url: str) -> dict[str, object]:
    """A Django database entry from a `postgresql://user:password@host:port/name` address."""
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.pop("host", "") or parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": {
            # One pool per web process: opening a connection for each request costs eight times as much.
            "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
            # The statements of every request (kernel/kept_queries.py) are prepared when they come again.
            "prepare_threshold": 2,
            **{key: unquote(value) for key, value in query.items()},
        },
    }


DATABASE_URL = os.environ.get("DATABASE_URL", "postgresql://tongban_app@localhost/tongban")
OWNER_DATABASE_URL = os.environ.get("TONGBAN_OWNER_DATABASE_URL") or DATABASE_URL
DATABASES = {"default": _database(DATABASE_URL)}

SECRET_KEY = _secret("django-secret-key", "not-a-secret: only commands that read no data run with this")
# What was signed before the key was changed (`tongban keys rotate --django`) stays good until the change after it.
SECRET_KEY_FALLBACKS = [key for key in [_secret("django-secret-key-before")] if key]
DEBUG = False
BASE_URL = os.environ.get("TONGBAN_BASE_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = os.environ.get("TONGBAN_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
DEMO = os.environ.get("TONGBAN_DEMO") == "1"
HTTPS = BASE_URL.startswith("https://")
# Proxies whose X-Forwarded-For is believed: addresses or networks, with commas between them.
TRUSTED_PROXIES = [
    entry.strip() for entry in os.environ.get("TONGBAN_TRUSTED_PROXIES", "").split(",") if entry.strip()
]
# Addresses or networks that no limit counts, e.g. a hall's own (faces/common/rate_limits.py).
RATE_LIMIT_EXEMPT = [
    entry.strip() for entry in os.environ.get("TONGBAN_RATE_LIMIT_EXEMPT", "").split(",") if entry.strip()
]
# Machines that watch over the program: they alone reach /health/ and /metrics (site/monitors.py).
MONITORS = [
    entry.strip()
    for entry in os.environ.get("TONGBAN_MONITORS", "127.0.0.0/8,::1").split(",")
    if entry.strip()
]
# Which network this process serves: "internet" has the portal only (site/zones.py).
ZONE = os.environ.get("TONGBAN_ZONE", "both")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.postgres",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "tongban.kernel",
    "tongban.directory",
    "tongban.parties",
    "tongban.papers",
    "tongban.catalogue",
    "tongban.cases",
    "tongban.oversight",
    "tongban.faces.common",
    "tongban.faces.portal",
    "tongban.faces.workbench",
    "tongban.site",
]

MIDDLEWARE = [
    "tongban.faces.common.tracing.RequestTrace",
    "tongban.faces.common.middleware.TrustedProxies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tongban.faces.common.middleware.ContentSecurityPolicy",
    "tongban.faces.common.middleware.RequestLimits",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tongban.faces.common.middleware.ActorMiddleware",
    "tongban.faces.common.rate_limits.RateLimits",
    "tongban.faces.common.middleware.DomainErrors",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "tongban.site.urls"
WSGI_APPLICATION = "tongban.site.wsgi.application"
AUTH_USER_MODEL = "directory.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "tongban.faces.common.context.identity",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "tongban_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"  # the law's days are Chinese days, wherever the server stands

STATIC_URL = "/static/"
STATIC_ROOT = DATA_FOLDER / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_FOLDER / "blobs"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}


def _identity_provider(door: str, **more: str) -> dict[str, str]:
    """An identity provider (OpenID Connect) behind a door: empty where the environment names none."""
    named = {name: os.environ.get(f"TONGBAN_OIDC_{door}_{name.upper()}", "") for name in _OIDC_NAMES}
    return {**named, "client_secret": _secret(f"oidc-{door.lower()}-client-secret"), **more}


_OIDC_NAMES = ("issuer", "client_id", "scope", "acr_values", "second_factor_acr")
OIDC = {"staff": _identity_provider("STAFF"), "citizens": _identity_provider("CITIZENS")}
# What the citizens' platform calls its claims; a level counts as real-name only where it is named here.
OIDC_CITIZEN_CLAIMS = {
    "name": "name",
    "number": "id_number",
    "phone": "phone_number",
    "phone_verified": "phone_number_verified",
    "level": "acr",
} | dict(
    pair.strip().split("=", 1)
    for pair in os.environ.get("TONGBAN_OIDC_CITIZENS_CLAIMS", "").split(",")
    if "=" in pair
)
OIDC_CITIZEN_REAL_NAME_LEVELS = frozenset(
    filter(None, os.environ.get("TONGBAN_OIDC_CITIZENS_REAL_NAME_LEVELS", "").split(","))
)

SESSION_ENGINE = "tongban.faces.common.session_store"
# Under https the browser itself refuses a cookie of this name from any other host or path (RFC 6265bis, 4.1.3).
SESSION_COOKIE_NAME = "__Host-tongban_session" if HTTPS else "tongban_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = (
    "Lax"  # not Strict: who follows a link to the workbench would be asked to sign in again
)
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 8 * 3600
SESSION_SAVE_EVERY_REQUEST = False
STAFF_IDLE_MINUTES = int(os.environ.get("TONGBAN_STAFF_IDLE_MINUTES", "30"))
STAFF_SESSION_HOURS = 12  # from signing in, however busy
# how many working days back a later entry (补录) may state the time of receipt
LATER_ENTRY_DAYS = int(os.environ.get("TONGBAN_LATER_ENTRY_DAYS", "5"))
# the cipher of new seals; either is opened (kernel/ciphers.py)
SEAL_CIPHER = os.environ.get("TONGBAN_SEAL_CIPHER", "aes-256-gcm")  # or "sm4-gcm"
STAFF_SECOND_FACTOR = os.environ.get("TONGBAN_STAFF_SECOND_FACTOR", "deciding")  # or "everyone"
STAFF_PASSWORD_DAYS = int(os.environ.get("TONGBAN_STAFF_PASSWORD_DAYS", "0"))  # 0: no regular change
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
# What browsers call the origin, also where a proxy that is not named as ours ends the encryption.
CSRF_TRUSTED_ORIGINS = [BASE_URL.rstrip("/")] if HTTPS else []
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True  # forms carry the token themselves
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# A proxy of ours says whether the browser came by https; from any other peer the header is taken off first
# (faces/common/middleware.py, TrustedProxies).
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(self), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()"
)
CSRF_FAILURE_VIEW = "tongban.faces.common.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the paper preview stands in a frame of our own page
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'self'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "connect-src": ["'self'"],
        "frame-src": ["'self'"],
    }
}

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Uploads: a request above the total is refused before its body is read (faces/common/middleware.py).
UPLOAD_FILE_LIMIT = 10 * 1024 * 1024  # bytes, one file
UPLOAD_REQUEST_LIMIT = 40 * 1024 * 1024  # bytes, one request
# ClamAV's daemon: the path of its socket or host:port; nothing is taken when its signatures are older than that.
CLAMD = os.environ.get("TONGBAN_CLAMD", "/run/clamav/clamd.ctl")
CLAMD_TIMEOUT = float(os.environ.get("TONGBAN_CLAMD_TIMEOUT", "20"))  # seconds for one file
SIGNATURE_DAYS = int(os.environ.get("TONGBAN_SIGNATURE_DAYS", "7"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Text messages to real phones (docs/operations/sms.md). Without an address they wait in the outbox.
SMS_URL = os.environ.get("TONGBAN_SMS_URL", "")
SMS_TRANSPORT = "http" if SMS_URL else ""
SMS_KEY_ID = os.environ.get("TONGBAN_SMS_KEY_ID", "tongban")
SMS_KEY_FILE = Path(os.environ.get("TONGBAN_SMS_KEY_FILE") or SECRETS_FOLDER / "sms-key")
SMS_TIMEOUT = float(os.environ.get("TONGBAN_SMS_TIMEOUT", "10"))  # seconds
SMS_PER_MINUTE = int(os.environ.get("TONGBAN_SMS_PER_MINUTE", "60"))
# When no phone rings: "21:30-08:00", or "off"; empty: as shipped (data/messages/quiet_hours.json).
QUIET_HOURS = os.environ.get("TONGBAN_QUIET_HOURS", "")

# E-mail (docs/operations/mail.md). Without a server it waits in the outbox.
SMTP_HOST = os.environ.get("TONGBAN_SMTP_HOST", "")
MAIL_TRANSPORT = "smtp" if SMTP_HOST else ""
SMTP_PORT = int(os.environ.get("TONGBAN_SMTP_PORT", "587"))
SMTP_TLS = os.environ.get("TONGBAN_SMTP_TLS", "starttls")  # or "tls", or "none" on this machine
SMTP_USER = os.environ.get("TONGBAN_SMTP_USER", "")
SMTP_PASSWORD_FILE = Path(os.environ.get("TONGBAN_SMTP_PASSWORD_FILE") or SECRETS_FOLDER / "smtp-password")
SMTP_CA_FILE = os.environ.get("TONGBAN_SMTP_CA_FILE", "")
SMTP_TIMEOUT = float(os.environ.get("TONGBAN_SMTP_TIMEOUT", "10"))  # seconds
MAIL_FROM = os.environ.get("TONGBAN_MAIL_FROM", "")
MAIL_PER_MINUTE = int(os.environ.get("TONGBAN_MAIL_PER_MINUTE", "60"))

# Where web and worker write their log: "stderr", or a file; the commands speak to a terminal (docs/operations/logs.md).
LOG_TO = os.environ.get("TONGBAN_LOG", "")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "tongban.kernel.log_lines.JsonLines"},
        "line": {"()": "tongban.kernel.log_lines.SafeLines"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if LOG_TO == "stderr" else "line",
            "level": "INFO" if LOG_TO in ("", "stderr") else "WARNING",
        },
        **(
            {
                "file": {
                    "class": "logging.handlers.WatchedFileHandler",
                    "filename": LOG_TO,
                    "formatter": "json",
                }
            }
            if LOG_TO not in ("", "stderr")
            else {}
        ),
    },
    "root": {
        "handlers": ["console"] if LOG_TO in ("", "stderr") else ["console", "file"],
        "level": "WARNING",
    },
    "loggers": {
        # Django gives its own loggers a handler of their own, which would write what ours leaves out.
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "tongban": {"level": "INFO"},
        "tongban.trace": {"level": "INFO" if LOG_TO else "ERROR"},
        "procrastinate": {"level": "WARNING"},
    },
}
