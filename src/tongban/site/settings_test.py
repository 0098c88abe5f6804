"""Settings of the checks: the product's own, with fast password hashing and plain static files."""

from tongban.site.settings import *  # noqa: F403  (Django's own way to derive one settings module from another)
from tongban.site.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["*"]
DEMO = True
