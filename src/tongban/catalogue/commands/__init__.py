"""What changes the catalogue."""

from tongban.catalogue.commands.drafting import (
    approve_draft,
    discard_draft,
    save_draft,
    send_draft_back,
    start_draft,
    submit_draft,
)
from tongban.catalogue.commands.publish import load_base_list, publish_override, publish_version

__all__ = [
    "approve_draft",
    "discard_draft",
    "load_base_list",
    "publish_override",
    "publish_version",
    "save_draft",
    "send_draft_back",
    "start_draft",
    "submit_draft",
]
