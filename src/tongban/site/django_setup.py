"""Setting Django up for a command, after the environment says where data and database are."""

import os

import django


def set_up_django() -> None:
    """Loads the settings and the models; harmless when it was done before."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.site.settings")
    django.setup()
