"""The address that Prometheus asks; only in a network that is not the internet, and only for monitors."""

import os
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from tongban.site.metrics.counting import FOLDER, OWN
from tongban.site.metrics.state import StateCollector
from tongban.site.monitors import for_monitors

STATE = CollectorRegistry()
STATE.register(StateCollector())


@for_monitors
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Everything, in Prometheus's own text format."""
    counted = OWN
    folder = os.environ.get(FOLDER)
    if folder and Path(folder).is_dir():  # a process that no web server started counts for itself
        counted = CollectorRegistry()
        MultiProcessCollector(counted, path=folder)
    return HttpResponse(generate_latest(counted) + generate_latest(STATE), content_type=CONTENT_TYPE_LATEST)
