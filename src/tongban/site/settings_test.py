"""Settings of the checks: the product's own, with fast password hashing and plain static files.

The checks never touch the operator's data folder: keys and files lie in a folder of their own that
goes away with the run.  tests/conftest.py starts the database and fills in its address.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tongban.site.secret_files import ensure_secrets

if "TONGBAN_TEST_DATA" not in os.environ:  # processes that the run starts share the folder of the first
    os.environ["TONGBAN_TEST_DATA"] = tempfile.mkdtemp(prefix="tongban-test-")
    atexit.register(shutil.rmtree, os.environ["TONGBAN_TEST_DATA"], ignore_errors=True)
os.environ["TONGBAN_DATA"] = os.environ["TONGBAN_TEST_DATA"]
os.environ["TONGBAN_SECRETS"] = os.environ["TONGBAN_TEST_DATA"] + "/secrets"
os.environ["DATABASE_URL"] = "postgresql://tongban_app@localhost/named-by-conftest"
ensure_secrets(Path(os.environ["TONGBAN_SECRETS"]))

from tongban.site.settings import *  # noqa: E402, F403  (Django's own way to derive one settings module from another)
from tongban.site.settings import DATABASES, STORAGES  # noqa: E402  (the environment above comes first)

# Each check has the database to itself: no pool may keep connections to a copy that is thrown away.
DATABASES["default"]["OPTIONS"].pop("pool", None)  # type: ignore[attr-defined]  # the entry is a plain dict
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["*"]
DEMO = True
RATE_LIMIT_EXEMPT = ["127.0.0.1"]  # checks of the limits come from other addresses
QUIET_HOURS = "off"  # checks run at night too; those of the quiet hours say their own
