"""Public figures on the portal: read by anybody, downloaded as they were published."""

import io
import json
import zipfile
from datetime import datetime

import pytest
from django.test import Client

from tongban.kernel.time import SHANGHAI
from tongban.oversight.figures.documents import FACTS, FILES, digest
from tongban.oversight.models import FigureEdition, FigureFile
from tongban.rules.public_figures import ShownLine, figures

pytestmark = pytest.mark.django_db

LINE = dict.fromkeys(FACTS, "") | {"decided": "1", "outcome": "granted", "promise_kept": "1"}
LINE |= {"statute_kept": "1", "office_days": "4", "applicant_days": "0", "entered": "1"}


def published(month: str, number: int = 1, *, reason: str = "", lines: int = 6) -> None:
    told = figures(
        [ShownLine("SB-001", "SL", LINE)] * lines + [ShownLine("", "SL", {**LINE, "promise_kept": "0"})]
    )
    edition = FigureEdition.objects.create(
        month=month,
        number=number,
        reason=reason,
        published_at=datetime(2026, 11, 3, 8, tzinfo=SHANGHAI),
        lines_count=lines + 1,
        figures=told,
    )
    FigureFile.objects.bulk_create(
        FigureFile(edition=edition, name=name, content=name.encode(), digest=digest(name.encode()))
        for name in FILES
    )


def test_nothing_was_published_yet_and_the_page_says_so(client: Client) -> None:
    page = client.get("/figures/")
    assert page.status_code == 200
    assert "还没有公布过" in page.content.decode()
    assert client.get("/figures/2026-10/").status_code == 404


def test_a_month_is_read_and_downloaded_without_signing_in(client: Client) -> None:
    published("2026-09")
    published("2026-10")
    published("2026-10", 2, reason="八渠村的两件漏登记", lines=8)
    page = client.get("/figures/").content.decode()
    assert "2026年10月" in page
    assert "更正的原因：八渠村的两件漏登记" in page
    assert "8<small> / 9</small>" in page  # decided in time, of so many
    assert "其他事项，不分列" in page
    assert "7</dd>" in client.get("/figures/2026-09/").content.decode()
    # each file as it was published, of either edition; all in one
    extract = client.get("/figures/2026-10/1/extract.csv")
    assert (extract.content, extract["Content-Type"]) == (b"extract.csv", "text/csv; charset=utf-8")
    packed = zipfile.ZipFile(io.BytesIO(client.get("/figures/2026-10/2/figures.zip").content))
    assert set(packed.namelist()) == set(FILES)
    for nowhere in ("/figures/2026-10/3/extract.csv", "/figures/2026-10/1/secrets.csv"):
        assert client.get(nowhere).status_code == 404


def test_every_figure_and_every_column_is_explained(client: Client) -> None:
    told = json.loads(client.get("/figures/dictionary.json").content)
    assert set(FACTS) < set(told["columns"])
    assert set(figures([])["all"]["all"]) == set(told["figures"])
    assert "median" in client.get("/figures/dictionary/").content.decode()
