"""Which network a process serves, and so which addresses it has at all.

``internet``: the portal only; the workbench is not hidden there but absent, no route leads to it.  ``extranet``
(电子政务外网): the workbench and the portal.  ``both``: one machine in one network, as in a small county.
"""

from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, include, path

from tongban.site.metrics.page import metrics

INTERNET, EXTRANET, BOTH = ZONES = ("internet", "extranet", "both")


def workbench(zone: str) -> Sequence[URLResolver | URLPattern]:
    """The workbench's addresses in a zone, and the figures for monitors; none on the internet.

    Raises:
        ImproperlyConfigured: no such zone.
    """
    if zone not in ZONES:
        raise ImproperlyConfigured(f"TONGBAN_ZONE: {zone!r} is none of {', '.join(ZONES)}")
    if zone == INTERNET:
        return ()
    return (
        path("work/", include("tongban.faces.workbench.urls")),
        path("metrics", metrics, name="metrics"),
    )
