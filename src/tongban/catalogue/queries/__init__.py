"""What may be read of the catalogue; all of it is public once published."""

from tongban.catalogue.queries.drafts import (
    DraftLine,
    DraftView,
    catalogue_draft,
    drafts,
    may_approve,
    may_write,
)
from tongban.catalogue.queries.exporting import (
    export_contents,
    export_overrides,
    export_tables,
    export_workbook,
    export_yaml,
)
from tongban.catalogue.queries.guide import (
    RemedyView,
    item,
    places_for,
    published_items,
    remedies_for,
    remedies_of,
)
from tongban.catalogue.queries.importing import ImportView, import_job, import_jobs
from tongban.catalogue.queries.layers import CoverageLine, LayerView, coverage, layers, origins
from tongban.catalogue.queries.versions import (
    EditionView,
    PinnedItem,
    content_of,
    current,
    current_version_ids,
    edition,
    editions,
    effective_version_id,
    pinned,
    steps_of_kind,
    versions_with_effect,
)

__all__ = [
    "CoverageLine",
    "DraftLine",
    "DraftView",
    "EditionView",
    "ImportView",
    "LayerView",
    "PinnedItem",
    "RemedyView",
    "catalogue_draft",
    "content_of",
    "coverage",
    "current",
    "current_version_ids",
    "drafts",
    "edition",
    "editions",
    "effective_version_id",
    "export_contents",
    "export_overrides",
    "export_tables",
    "export_workbook",
    "export_yaml",
    "import_job",
    "import_jobs",
    "item",
    "layers",
    "may_approve",
    "may_write",
    "origins",
    "pinned",
    "places_for",
    "published_items",
    "remedies_for",
    "remedies_of",
    "steps_of_kind",
    "versions_with_effect",
]
