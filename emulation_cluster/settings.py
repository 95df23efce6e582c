"""All settings. What differs by machine comes from the environment (docs/administration/configuration.md)."""

import os
from pathlib import Path

from csp.constants import SELF
from django.utils.translation import gettext_lazy as _
from dotenv import load_dotenv

from emulation_cluster import environment

BASE_DIR = Path(__file__).resolve().parent.parent

# `manage.py demo` writes this file; a real environment variable wins over it.
load_dotenv(BASE_DIR / ".env")

# The demo runs on plain HTTP on this machine, with accounts whose password is public.
DEMO = environment.boolean("DEMO")
DEBUG = environment.boolean("DEBUG")
LOCAL = DEMO or DEBUG
SECRET_KEY = environment.secret_key(local=LOCAL)
ALLOWED_HOSTS = environment.hosts(demo=DEMO, local=LOCAL)
CSRF_TRUSTED_ORIGINS = environment.names("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "reports",
    "emulation",
    "figures",
    "provinces",
    "web",
    "vietnamese",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "csp",
    "emulation_cluster.apps.AdministrationConfig",  # django.contrib.admin for administrators
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "emulation_cluster.apps.StaticFilesConfig",  # django.contrib.staticfiles
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "emulation_cluster.middleware.NoStoreMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "emulation_cluster.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "emulation_cluster.middleware.LongAddressMiddleware",
    "emulation_cluster.middleware.LoginRequiredMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "web.repeated_requests.middleware.OnePressMiddleware",
]

ROOT_URLCONF = "emulation_cluster.urls"
WSGI_APPLICATION = "emulation_cluster.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "emulation_cluster.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DJANGO_TABLES2_TEMPLATE = "tables/table.html"

DATABASES = {"default": environment.database(default=BASE_DIR / "var" / "db.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

AUTH_USER_MODEL = "provinces.Officer"
LOGIN_URL = "login"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "provinces.accounts.passwords.LengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
CSRF_FAILURE_VIEW = "emulation_cluster.errors.csrf_failure"

# Vietnamese; English only for users who choose it (middleware.py).
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
# Only vietnamese.numbers reads and writes numbers: Django's localisation accepts 1.23.456 and 1e5 silently,
# and with grouping it prints a year as 2.023.
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = os.environ.get("STATIC_ROOT", "") or BASE_DIR / "var" / "static"
# Plotly's script comes from the installed package, so that script and Python have the same version; apps.py
# leaves out the package's other files.
STATICFILES_DIRS = [BASE_DIR / "static", ("plotly", environment.package_folder("plotly") / "package_data")]
# Uploads by provinces, outside everything a web server serves (docs/administration/configuration.md).
EVIDENCE_ROOT = Path(os.environ.get("EVIDENCE_ROOT", "") or BASE_DIR / "var" / "evidence")
EVIDENCE_FILE_MB = environment.number("EVIDENCE_FILE_MB", 10)
EVIDENCE_TOTAL_MB = environment.number("EVIDENCE_TOTAL_MB", 500)

FILE_UPLOAD_HANDLERS = [
    "web.uploads.NamedFilesHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "emulation_cluster.static_files.HashedStaticFilesStorage"
    },
}
# The test runner turns DEBUG off after reading this file: without these two lines every test would need the
# collected files.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # pages name no other, and compressing is the slowest part

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # Plotly adds an empty <style> and fills it through the CSSOM: the hash is that of the empty text.
        "style-src": [SELF, "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"],
        "img-src": [SELF, "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 8 * 60 * 60  # a working day
SESSION_COOKIE_SAMESITE = "Lax"
if not LOCAL:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    # Set by nginx (docs/administration/production.md).
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

# The sources of duties for the page of tasks, the count in the menu, and the reminders: `figures` shows and
# sends them, but must not import the apps above it.
DUTY_SOURCES = ["figures.duties.figure_duties.figure_duties", "emulation.overview.duties.contest_duties"]

# The registers that count what a province also types (`figures.submissions.register_counts`).
COUNT_SOURCES = [
    "figures.register_comparison.counts.organisation_counts",
    "figures.register_comparison.counts.union_counts",
    "emulation.overview.register_counts.contest_counts",
]

# What is kept of provinces that merge (`provinces.mergers.records`): it stays under their names.
RECORD_SOURCES = [
    "figures.submissions.merged_provinces.half_years",
    "emulation.year.merged_provinces.contest_years",
]

# Reminders. The demo and a developer's machine write them to the terminal instead of sending them.
SITE_URL = environment.site_url(local=LOCAL)
EMAIL_BACKEND = f"django.core.mail.backends.{'console' if LOCAL else 'smtp'}.EmailBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "") or "localhost"
EMAIL_PORT = environment.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = environment.boolean("EMAIL_USE_TLS")
EMAIL_USE_SSL = environment.boolean("EMAIL_USE_SSL")
EMAIL_TIMEOUT = 20  # seconds; a mail server that hangs must not hang the run
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "") or "webmaster@localhost"

# A folder with Times New Roman for the report; empty for the typeface that comes with the project.
REPORT_FONT_DIR = os.environ.get("REPORT_FONT_DIR", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A refused page (403, 404) is an answer, not a fault: Django would log it with a traceback.
    "loggers": {"django.request": {"level": "ERROR"}},
}
