"""`tongban catalogue import` and `export`: all or nothing, with a line that says how far it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tongban.catalogue.exchange import workbook, yaml_files
from tongban.catalogue.models import CatalogueDraft, LayerVersion
from tongban.site import cli, demo, django_setup

pytestmark = pytest.mark.django_db
ITEMS = demo.read_catalogue()


@pytest.fixture(autouse=True)
def county(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command finds the check's own database in the place of a deployment's."""

    @contextmanager
    def already_there() -> Iterator[None]:
        yield

    monkeypatch.setattr(django_setup, "program_with_database", already_there)
    demo.load(items=["SB-001"])


def tongban(*words: object) -> int:
    return cli.main(["catalogue", *(str(word) for word in words), "--lang", "en"])


def test_a_workbook_becomes_drafts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "items.xlsx"
    file.write_bytes(workbook.dump([item for item in ITEMS if item["code"] in ("SB-001", "JS-001")]))
    assert tongban("import", file) == 0
    said = capsys.readouterr()
    assert "1 drafts loaded, 1 items unchanged" in said.out
    assert "2/2 items checked, 0 faults" in said.err
    assert [draft.item_code for draft in CatalogueDraft.objects.all()] == ["JS-001"]


def test_a_faulty_file_is_refused_line_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "JS-001.yaml").write_text(yaml_files.dump({**ITEMS[0], "visits": 99}), encoding="utf-8")
    (tmp_path / "JS-002.yaml").write_bytes("名称: 低保".encode("gbk"))
    assert tongban("import", tmp_path) == 3
    said = capsys.readouterr()
    assert "JS-002.yaml:1" in said.out and "it looks like GBK" in said.out
    assert "visits: not above 9: correct it" in said.out
    assert "2 faults; nothing was loaded." in said.err
    assert not CatalogueDraft.objects.exists()


def test_a_fault_names_its_file_and_one_fault_is_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "own.yaml"
    file.write_bytes("code: JS-001\n名称: 低保".encode("gbk"))
    assert tongban("import", file) == 3
    said = capsys.readouterr()
    assert said.out.startswith("own.yaml:2: ")
    assert "1 fault; nothing was loaded." in said.err


def test_a_folder_s_layers_are_left_out_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "layers").mkdir()
    (tmp_path / "layers" / "640121.yaml").write_text("[]\n", encoding="utf-8")
    (tmp_path / "JS-001.yaml").write_text(yaml_files.dump(ITEMS[0]), encoding="utf-8")
    assert tongban("import", tmp_path) == 0
    assert "layers/ is not taken" in capsys.readouterr().err


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 nothing"])
def test_what_is_no_file_of_ours_is_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "items.xlsx"
    file.write_bytes(data)
    assert tongban("import", file) == 3


def test_a_county_is_set_up_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "JS-001.yaml").write_text(yaml_files.dump(ITEMS[0]), encoding="utf-8")
    asked = ("import", tmp_path, "--publish", "--from", "2027-01-01", "--reason", "set up")
    assert tongban(*asked) == 0
    assert "1 items published, in force from 2027-01-01" in capsys.readouterr().out
    assert LayerVersion.objects.filter(item__code="JS-001", base=True).count() == 1
    changed = {**ITEMS[0], "summary": {"zh": "改", "en": "changed"}}
    (tmp_path / "JS-001.yaml").write_text(yaml_files.dump(changed), encoding="utf-8")
    assert tongban(*asked) == 3  # not after the last version
    (tmp_path / "JS-001.yaml").write_text(yaml_files.dump({**changed, "visits": 99}), encoding="utf-8")
    assert tongban(*asked) == 3


def test_what_goes_out_comes_in_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind, out in (
        ("yaml", tmp_path / "items"),
        ("xlsx", tmp_path / "a.xlsx"),
        ("tables", tmp_path / "a.zip"),
    ):
        assert tongban("export", "--format", kind, "--item", "SB-001", out) == 0
        assert tongban("import", out) == 0
        assert "0 drafts loaded, 1 items unchanged" in capsys.readouterr().out
    assert tongban("export", "--format", "yaml", "--item", "XX-404", tmp_path) == 2
    assert "there is no item XX-404" in capsys.readouterr().err
    assert tongban("export", "--format", "yaml", tmp_path / "all") == 0
    assert {path.name for path in (tmp_path / "all").glob("*.yaml")} == {"SB-001.yaml"}


def test_the_database_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert tongban("check", "database") == 0
    assert "Checked the database" in capsys.readouterr().out
