"""Where the provider of text messages says what became of them (docs/operations/sms.md): a machine's door, signed."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tongban.kernel.messages.receipts import NotReadable, NotSigned, take_receipts

LONGEST = 256 * 1024  # bytes


@csrf_exempt
@never_cache
@require_POST
def receipts(request: HttpRequest) -> HttpResponse:
    """Take what the provider says: the numbers of what was new, known and unknown; 403 unsigned, 400 unreadable."""
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal() or int(length) > LONGEST:
        return JsonResponse({"error": "too_long"}, status=413)
    try:
        taken = take_receipts(
            request.get_full_path(),
            request.headers.get("X-Tongban-Key", ""),
            request.headers.get("X-Tongban-Timestamp", ""),
            request.headers.get("X-Tongban-Signature", ""),
            request.body,
        )
    except NotSigned:
        return JsonResponse({"error": "not_signed"}, status=403)
    except NotReadable:
        return JsonResponse({"error": "not_readable"}, status=400)
    return JsonResponse({"new": taken.new, "known": taken.known, "unknown": taken.unknown})
