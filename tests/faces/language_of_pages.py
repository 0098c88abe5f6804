"""What the readings of both faces share: which addresses show a page, a county to read, and the language around."""

from typing import Any

from django.urls import URLPattern, get_resolver
from tests.faces.english_pages import CHINESE

ITEM = "SB-001"
# Addresses without a page of their own: files, posts, and parts that stand in another page.
NO_PAGES = {
    "work:mandate_renew",  # these lead back to their page
    "work:mandate_end",
    "work:destruction_export",
    "portal:end_mandate",
    "portal:days_json",
    "portal:days_sheet",
    "portal:draft_file",
    "portal:paper",
    "portal:papers",
    "portal:position_booklet",
    "portal:resume",
    "portal:sheet",
    "portal:figures_file",
    "portal:sign_out",
    "portal:start",
    "portal:withdraw_data_request",
    "work:account_act",
    "work:account_recover",
    "work:my_factor_drop",
    "work:my_identity",
    "work:sign_in_provider",
    "work:sign_in_return",
    "work:audit_day_export",
    "work:audit_export",
    "work:catalogue_discard",
    "work:catalogue_export",
    "work:catalogue_import_stop",
    "work:catalogue_start",
    "work:days_json",
    "work:archive_export",
    "work:days_sheet",
    "work:discard",
    "work:identity_preview",
    "work:breaches_export",
    "work:fees_export",
    "work:register_export",
    "work:register_told",
    "work:roster_act",
    "work:roster_failures",
    "work:roster_receipt",
    "work:roster_template",
    "work:case_promise",
    "work:intake_promise",
    "work:intake_form",
    "work:ledger_export",
    "work:masked",
    "work:material",
    "work:page_image",
    "work:paper",
    "work:papers",
    "work:save_part",
    "work:set_up_template",
    "work:sign_out",
    "work:privacy_act",
    "work:privacy_copy",
    "work:privacy_lift",
    "work:told_paper",
    "work:unmask",
}


def chinese_in(value: Any) -> set[str]:
    """Every text of a content in Chinese: its editor sees both languages side by side."""
    if isinstance(value, dict):
        return set().union(*(chinese_in(inner) for inner in value.values()))
    if isinstance(value, list):
        return set().union(*(chinese_in(inner) for inner in value))
    return {value, *value.split("\n")} if isinstance(value, str) and CHINESE.search(value) else set()


def pages(namespace: str) -> set[str]:
    """The names of every address of a face that shows a page."""
    _prefix, resolver = get_resolver().namespace_dict[namespace]
    found = (one for one in resolver.url_patterns if isinstance(one, URLPattern))
    return {f"{namespace}:{one.name}" for one in found} - NO_PAGES
