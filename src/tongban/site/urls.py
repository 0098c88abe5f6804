"""Every address of the deployment: the portal at the root, the workbench under ``/work/``."""

from django.conf import settings
from django.urls import include, path

from tongban.faces.common import errors, identity_files, message_receipts, security_txt, switches
from tongban.site import readiness
from tongban.site.zones import workbench

urlpatterns = [
    path("elder/", switches.switch_elder_mode, name="elder"),
    path("language/", switches.switch_language, name="language"),
    path("identity/<int:version>/style.css", identity_files.style, name="identity_style"),
    path("identity/<int:version>/logo.png", identity_files.logo, name="identity_logo"),
    path(".well-known/security.txt", security_txt.security_txt, name="security_txt"),
    path("messages/receipts/", message_receipts.receipts, name="message_receipts"),
    path("health/live", readiness.live, name="health_live"),
    path("health/ready", readiness.ready, name="health_ready"),
    *workbench(settings.ZONE),
    path("", include("tongban.faces.portal.urls")),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
