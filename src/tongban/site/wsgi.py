"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.site.settings")

application = get_wsgi_application()

from tongban.site.metrics.counting import begin  # noqa: E402  # needs Django set up

begin()
