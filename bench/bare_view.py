"""The floor: a Django view that writes what `bare_sql` writes, and does nothing else.

No middleware, no session, no log-in, no csrf, no authority, no audit; served by our gunicorn configuration.  Files
that come with a form are stored as they are, each forced to the disk, before the row that stands for it is written.
"""

import os
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench.bare_sql import ACTS, parameters
from tongban.site.settings import _database

if not settings.configured:
    settings.configure(
        DATABASES={"default": _database(os.environ["BENCH_BARE_URL"])},
        ROOT_URLCONF="bench.bare_view",
        MIDDLEWARE=[],
        ALLOWED_HOSTS=["127.0.0.1"],
        USE_TZ=True,
        SECRET_KEY="the floor has no secrets",
    )


def act(request: HttpRequest, name: str) -> HttpResponse:
    """One act, one statement."""
    posted = request.POST
    for upload in request.FILES.values():
        _store(upload.read())
    values = parameters(name, UUID(posted["matter"]), UUID(posted["case_key"]), int(posted["version"]))
    with connection.cursor() as cursor:
        cursor.execute(ACTS[name], values)
        row = cursor.fetchone()
    return HttpResponse(status=204 if row == (1,) else 409)


def _store(content: bytes) -> None:
    name = uuid4().hex
    folder = Path(os.environ["BENCH_FILES"]) / name[:2]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


urlpatterns = [path("<str:name>/", act)]
application = get_wsgi_application()
