"""What changes the catalogue."""

from tongban.catalogue.commands.drafting import (
    approve_draft,
    discard_draft,
    save_draft,
    send_draft_back,
    start_draft,
    submit_draft,
)
from tongban.catalogue.commands.importing import cancel_import, publish_contents, run_import, start_import
from tongban.catalogue.commands.publish import load_base_list, publish_override, publish_version

__all__ = [
    "approve_draft",
    "cancel_import",
    "discard_draft",
    "load_base_list",
    "publish_contents",
    "publish_override",
    "publish_version",
    "run_import",
    "save_draft",
    "send_draft_back",
    "start_draft",
    "start_import",
    "submit_draft",
]
