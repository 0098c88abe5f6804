"""Each thing that can be wrong with an item is found, once, at its place; the shipped catalogue has none of them."""

import ast
import copy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml

import tongban
from tongban.cases.sample_check import check_sample
from tongban.catalogue.checks import run
from tongban.catalogue.checks.files import check_files
from tongban.catalogue.checks.finding import Finding, Surroundings
from tongban.catalogue.checks.run import RULES
from tongban.catalogue.commands import publish_version
from tongban.catalogue.exchange.yaml_files import dump, dump_layers
from tongban.catalogue.queries.checking import check_database, surroundings
from tongban.directory.models import Account, Assignment
from tongban.directory.queries import assignments_of
from tongban.faces.common.catalogue_findings import SENTENCES, finding_sentence
from tongban.kernel.actors import System
from tongban.kernel.errors import NotAuthorized
from tongban.site import cli, demo
from tongban.site.command_line.catalogue import shipped_files

Item = dict[str, Any]
Change = Callable[[Item], object]
ITEMS = {item["code"]: item for item in demo.read_catalogue()}
CODES = frozenset(ITEMS)
AROUND = Surroundings(codes=CODES, check_sample=check_sample, today="2026-11-23")
BASIS = {"law": {"zh": "某法", "en": "Some law"}, "article": "第一条", "duty": {"zh": "要求", "en": "duty"}}
TEXT = {"zh": "文字", "en": "text"}


def find(*items: Item, around: Surroundings = AROUND) -> list[Finding]:
    return check_files([(f"{item['code']}.yaml", dump(item).encode()) for item in items], around)


def changed(change: Change, code: str = "SB-001") -> Item:
    item = copy.deepcopy(ITEMS[code])
    change(item)
    return item


def material(item: Item, **values: Any) -> Item:
    """The first material that is no form, changed."""
    found: Item = next(entry for entry in item["materials"] if entry["kind"] != "form")
    found.update(values)
    return found


def form(item: Item) -> Item:
    found: Item = next(entry for entry in item["materials"] if entry["kind"] == "form")
    return found


def without(item: Item, *names: str) -> None:
    for name in names:
        item.pop(name, None)


def test_the_shipped_catalogue_has_no_fault() -> None:
    found = check_files(shipped_files(), AROUND)
    assert found == [], "\n".join(f"{f.file}:{f.line} {f.path} {f.code} {dict(f.params)}" for f in found)


def effect(code: str, **params: Any) -> Change:
    return lambda item: item["effects"].update({code: {**copy.deepcopy(BASIS), "params": params}})


WRONG: list[tuple[Change, str, str]] = [
    (lambda i: i.update(basis=[]), "minItems", "basis"),
    (lambda i: i["basis"][0]["law"].update(zh=" "), "blank_basis", "basis.0"),
    (lambda i: i["effects"].update(deferral={**BASIS, "article": " ", "params": {"days": 5, "materials": []}}), "blank_basis", "effects.deferral"),
    (lambda i: i["effects"].update(deemed_acceptance={**copy.deepcopy(BASIS), "law": {"zh": "《中华人民共和国行政许可法》", "en": "x"}, "params": {}}), "licensing_law_elsewhere", "effects.deemed_acceptance.law"),
    (lambda i: (i.update(type_code="05"), effect("deemed_withdrawal", days=30)(i)), "withdrawal_of_benefit", "effects.deemed_withdrawal"),
    (lambda i: (without(i, "no_fee_ground"), i.update(fees=[{"code": "f", "name": TEXT, "amount": "5", "per": TEXT, "basis": {**BASIS, "article": " "}, "channel": TEXT}])), "blank_basis", "fees.0.basis"),
    (lambda i: without(i, "no_fee_ground"), "no_fee_ground_missing", "no_fee_ground"),
    (lambda i: i.update(fees=[{"code": "f", "name": TEXT, "amount": "5", "per": TEXT, "basis": BASIS, "channel": TEXT}]), "fee_and_no_fee", "no_fee_ground"),
    (lambda i: (i.update(power_source="entrusted"), without(i["decider"], "delegation")), "power_without_delegation", "decider.delegation"),
    (lambda i: i.update(village_mode="direct"), "direct_without_delegation", "village_delegation"),
    (lambda i: i["limits"].update(statutory={**i["limits"]["promised"], "days": 1}), "promise_longer", "limits.promised"),
    (lambda i: i["steps"][0].update(limit={**i["limits"]["promised"], "days": 99}), "step_longer", "steps.0.limit.days"),
    (lambda i: (i.update(type_code="01"), without(i["limits"], "statutory")), "statutory_missing", "limits"),
    (lambda i: i.update(handling="on_the_spot"), "on_the_spot_without_effect", "effects"),
    (effect("on_the_spot"), "on_the_spot_effect_only", "handling"),
    (lambda i: (effect("on_the_spot")(i), i.update(handling="on_the_spot"), i["limits"]["promised"].update(days=5), without(i["limits"], "statutory")), "on_the_spot_takes_days", "limits.promised.days"),
    (lambda i: (i.update(visits=1), without(i, "visits_reason")), "visit_without_reason", "visits_reason"),
    (lambda i: (i.update(ends="2026-01-31"), without(i, "ends_reason")), "ended_without_reason", "ends_reason"),
    (lambda i: i.update(ends="2026-02-30"), "not_a_date", "ends"),
    (lambda i: i["received_rule"].pop("window"), "received_rule_missing", "received_rule"),
    (lambda i: material(i, name={"zh": "其他材料", "en": "Other"}), "material_unnamed", "materials.0.name.zh"),
    (lambda i: without(material(i, origin="government"), "issuer"), "material_without_issuer", "materials.0.issuer"),
    (lambda i: form(i).pop("form"), "form_undefined", "materials.2.form"),
    (lambda i: material(i, form=copy.deepcopy(form(i)["form"])), "form_of_no_form", "materials.0.form"),
    (lambda i: form(i)["form"].update(fields=["nothing"]), "form_field_unknown", "materials.2.form.fields.0"),
    (lambda i: material(i, forms=["paper_original"]), "not_electronic", "materials.0.forms"),
    (lambda i: material(i, necessity="deferrable"), "deferrable_without_effect", "materials.0.necessity"),
    (lambda i: material(i, commitment=True), "commitment_without_effect", "materials.0.commitment"),
    (lambda i: material(i, result_of="XX-404"), "result_of_unknown", "materials.0.result_of"),
    (lambda i: material(i, result_of="SB-001"), "circular_proof", "materials.0.result_of"),
    (effect("extension", days=10, unit="working"), "parameter_missing", "effects.extension.params"),
    (lambda i: i.update(signers={"who": "every_adult_member", "for": {"zh": "同意核对家里的收入", "en": "Consent"}}), "signers_without_people", "signers.who"),
    (lambda i: i.update(signers={"who": "every_adult_member", "for": {"zh": "同意核对家里的收入", "en": "Consent"}, "before": "nowhere"}), "signers_before_unknown", "signers.before"),
    (effect("on_the_spot", role="reviewer"), "spot_role_unknown", "effects.on_the_spot.params.role"),
    (effect("on_the_spot", role="clerk"), "spot_step_elsewhere", "steps.1.kind"),
    (effect("on_the_spot", days=3), "parameter_unknown", "effects.on_the_spot.params.days"),
    (effect("deemed_withdrawal", days=0), "parameter_not_days", "effects.deemed_withdrawal.params.days"),
    (effect("deemed_withdrawal", days=5, unit="weeks"), "parameter_not_a_unit", "effects.deemed_withdrawal.params.unit"),
    (effect("deferral", days=5, materials=["nothing"]), "parameter_material_unknown", "effects.deferral.params.materials.0"),
    (effect("deferral", days=5, materials=["identity_card"]), "deferral_of_required", "effects.deferral.params.materials.0"),
    (effect("informed_commitment", materials=["identity_card"]), "commitment_not_marked", "effects.informed_commitment.params.materials.0"),
    (effect("public_notice", days=7, shows=["citizen_number"]), "notice_shows_too_much", "effects.public_notice.params.shows"),
    (effect("public_notice", days=7, shows=["village"], on_objection="wait"), "notice_objection_unclear", "effects.public_notice.params.on_objection"),
    (effect("public_notice", days=7, shows=["village"], minors="masked"), "notice_of_minors", "effects.public_notice.params.minors"),
    (effect("special_procedure", kinds=["thinking"]), "procedure_unknown", "effects.special_procedure.params.kinds.0"),
    (effect("non_counted_step", kinds=["hearing"]), "procedure_unknown", "effects.non_counted_step.params.kinds.0"),
    (lambda i: (without(i["limits"], "statutory"), effect("extension", days=10, unit="working", approved_by="leadership")(i)), "extension_of_nothing", "effects.extension"),
    (effect("extension", days=10, unit="calendar", approved_by="leadership"), "extension_in_another_unit", "effects.extension.params.unit"),
    (effect("extension", days=10, unit="working", approved_by="leadership", joint_approved_by="dragons"), "position_unknown", "effects.extension.params.joint_approved_by"),
    (effect("roster_intake", paper="both"), "roster_paper_unknown", "effects.roster_intake.params.paper"),
    (effect("roster_intake", paper="each", represented="yes"), "roster_represented_unclear", "effects.roster_intake.params.represented"),
    (effect("after_hours_receipt", until="6pm"), "parameter_not_a_time", "effects.after_hours_receipt.params.until"),
    (lambda i: i["limits"].update(joint={**i["limits"]["statutory"], "days": 1, "always": True}), "joint_shorter", "limits.joint.days"),
    (lambda i: i["limits"].update(joint={**i["limits"]["statutory"], "days": 45}), "joint_of_nothing", "limits.joint"),
    (lambda i: i["steps"][0].update(kind="public_notice"), "notice_step_without_effect", "steps.0.kind"),
    (lambda i: (i["channels"].remove("village_point"), effect("receipt_on_trust")(i)), "receipt_without_village_point", "effects.receipt_on_trust"),
    (lambda i: i["steps"][0].update(position="dragons"), "position_unknown", "steps.0.position"),
    (lambda i: i["decider"].update(position="dragons"), "position_unknown", "decider.position"),
    (lambda i: without(i["steps"][0], "system") or i["steps"][0].update(kind="external_system"), "system_unnamed", "steps.0.system"),
    (lambda i: i["questions"].insert(0, {"code": "idle", "kind": "yes_no", "label": TEXT, "hint": TEXT, "required": False, "situation": True}), "situation_decides_nothing", "questions.0.situation"),
    (lambda i: i["questions"][1].update(show_if={"eq": ["later", "yes"]}), "unknown_field", "questions.1.show_if.eq"),
    (lambda i: i["questions"][-1].update(show_if={"eq": ["student", "maybe"]}), "condition_never_holds", "questions"),
    (lambda i: i.update(questions=[q for q in i["questions"] if q["kind"] != "village"]), "no_village_question", "questions"),
    (lambda i: i["sample"]["answers"].update(nothing="x"), "sample_of_no_question", "sample.answers.nothing"),
    (lambda i: i["sample"]["answers"].update(student="maybe"), "sample_refused", "sample.answers.student"),
    (lambda i: i["summary"].update(en=""), "english_missing", "summary.en"),
    (lambda i: i["search"].update(asks=[]), "found_by_nothing", "search"),
    (lambda i: i.pop("summary"), "missing", "summary"),
    (lambda i: i["materials"].append(copy.deepcopy(i["materials"][0])), "twice", "materials"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "code", "path"), WRONG, ids=[f"{code}-{path}" for _, code, path in WRONG])
def test_it_is_found_at_its_place_with_its_line(change: Change, code: str, path: str) -> None:
    item = changed(change)
    found = [finding for finding in find(item) if finding.code == code]
    assert found, [(finding.path, finding.code) for finding in find(item)]
    assert found[0].path.startswith(path) and len({(f.path, f.code) for f in found}) == len(found)
    assert found[0].line > 0 and found[0].file == "SB-001.yaml" and found[0].item in ("SB-001", "")
    for lang in ("zh", "en"):
        said = finding_sentence(found[0].code, found[0].params, lang)
        assert ("：" if lang == "zh" else ":") in said and "…" not in said, said


def test_the_line_is_the_fields_own() -> None:
    item = changed(lambda i: material(i, name={"zh": "其他材料", "en": "Other"}))
    lines = dump(item).splitlines()
    assert lines[find(item)[0].line - 1].strip() == "zh: 其他材料"


def test_a_circle_of_proofs_is_found_across_items() -> None:
    first = changed(lambda i: material(i, result_of="MZ-002"), "MZ-001")
    second = changed(lambda i: material(i, result_of="MZ-001"), "MZ-002")
    found = [finding for finding in find(first, second) if finding.code == "circular_proof"]
    assert {finding.item for finding in found} == {"MZ-001", "MZ-002"}
    assert found[0].params["way"] == "MZ-001 → MZ-002 → MZ-001"
    assert not [f for f in find(first, ITEMS["MZ-002"]) if f.code == "circular_proof"]


def test_a_proof_that_nobody_must_bring_closes_no_circle() -> None:
    first = changed(lambda i: material(i, result_of="MZ-001", necessity="optional"), "MZ-001")
    assert "circular_proof" not in {finding.code for finding in find(first)}


def test_one_code_for_two_items_is_found() -> None:
    found = check_files([(f"{n}.yaml", dump(ITEMS["SB-001"]).encode()) for n in range(2)], AROUND)
    assert [(finding.code, finding.file, finding.path) for finding in found] == [
        ("code_twice", "1.yaml", "code")
    ]


def test_a_sample_answer_that_would_not_be_asked_is_found() -> None:
    item = changed(lambda i: i["sample"]["answers"].update(enrolled_elsewhere="no", elsewhere_place="银川市"))
    assert ("sample_not_asked", "sample.answers.elsewhere_place") in {(f.code, f.path) for f in find(item)}


class TestOverride:
    def found(self, *changes: Item, **more: Any) -> list[Finding]:
        override = {"item": "SB-001", "taken": True, "changes": list(changes), **more}
        return check_files(
            [
                ("SB-001.yaml", dump(ITEMS["SB-001"]).encode()),
                ("layers/640121.yaml", dump_layers([override]).encode()),
            ],
            AROUND,
        )

    def change(self, at: str, value: Any, **more: Any) -> Item:
        return {"at": at, "op": "set", "value": value, "why": TEXT, **more}

    def test_that_makes_it_heavier_needs_a_basis(self) -> None:
        heavier = self.change("visits", 1)
        reason = self.change("visits_reason", TEXT)
        found = self.found(heavier, reason)
        assert [(f.code, f.file, f.path, f.params["what"]) for f in found] == [
            ("heavier", "layers/640121.yaml", "changes.0.basis", "visits_more")
        ]
        assert found[0].line > 3
        assert self.found({**heavier, "basis": BASIS}, reason) == []

    @pytest.mark.parametrize(
        ("at", "value", "code"),
        [
            ("name.zh", "别名", "uniform"),
            ("materials.nothing.copies", 2, "no_such_place"),
            ("limits.promised.days", 2, ""),
            ("steps.township_review.position", "dragons", "position_unknown"),
        ],
    )
    def test_is_checked_with_what_it_leads_to(self, at: str, value: Any, code: str) -> None:
        assert [finding.code for finding in self.found(self.change(at, value))] == ([code] if code else [])

    def test_that_does_not_take_an_item_in_says_why(self) -> None:
        assert [f.path for f in self.found(taken=False)] == ["reason"]
        assert self.found(taken=False, reason=TEXT) == []

    def test_of_no_item_is_found(self) -> None:
        other = dump_layers([{"item": "XX-404", "taken": True, "changes": []}]).encode()
        assert [f.code for f in check_files([("640121.yaml", other)], Surroundings())] == [
            "override_of_unknown"
        ]

    def test_stands_on_those_above_it(self) -> None:
        upper = dump_layers(
            [{"item": "SB-001", "taken": True, "changes": [self.change("visits_reason", TEXT)]}]
        )
        lower = dump_layers(
            [{"item": "SB-001", "taken": True, "changes": [self.change("visits_reason.zh", "另一句话")]}]
        )
        base = ("SB-001.yaml", dump(ITEMS["SB-001"]).encode())
        assert "visits_reason" not in ITEMS["SB-001"]
        files = [base, ("640121.yaml", upper.encode()), ("640121200000.yaml", lower.encode())]
        assert check_files(files, AROUND) == []
        assert [f.code for f in check_files([base, files[2]], AROUND)] == ["no_such_place"]


def test_a_file_that_cannot_be_read_does_not_hide_the_others() -> None:
    good, bad = dump(changed(lambda i: i.pop("summary"))).encode(), "名称: 低保".encode("gbk")
    found = check_files([("a.yaml", good), ("b.yaml", bad), ("c.yaml", b"- 1")], AROUND)
    assert [(finding.file, finding.code) for finding in found] == [
        ("a.yaml", "missing"),
        ("b.yaml", "not_utf8"),
        ("c.yaml", "not_an_item"),
    ]


def test_every_rule_is_made_to_speak() -> None:
    spoken = {
        code for item in (changed(change) for change, _, _ in WRONG) for code in _rules_that_speak(item)
    }
    # what the parser refuses first is said by the parser
    silent = {rule.__name__ for rule in RULES} - spoken
    assert silent == {"the_item_has_a_basis", "an_effect_has_a_basis", "a_fee_has_a_basis"}


def _rules_that_speak(item: Item) -> set[str]:
    if any(finding.code in run.SHAPELESS for finding in find(item)):
        return set()
    held = Surroundings(
        codes=CODES, held={"township": (), "county": (), "village": ()}, check_sample=check_sample
    )
    try:
        return {
            rule.__name__
            for rule in RULES
            if any(rule(item, held)) and not any(rule(ITEMS["SB-001"], AROUND))
        } - {
            "the_item_has_a_basis",
            "an_effect_has_a_basis",
            "a_fee_has_a_basis",
        }
    except KeyError as missing:
        raise AssertionError(f"a rule met a content without {missing}") from missing


def test_every_code_has_its_sentence_in_both_languages() -> None:
    folder = Path(tongban.__file__).parent / "catalogue"
    places = {"Hit": 1, "ExchangeFault": 0, "CellFault": 0, "Finding": 0}
    codes = set()
    for path in [
        *folder.glob("checks/*.py"),
        *folder.glob("exchange/*.py"),
        *folder.glob("../kernel/workbooks/*.py"),
        folder / "commands/importing.py",
    ]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            at = places.get(name, {"fault": 0 if path.name == "rows.py" else 1, "_fault": 0}.get(name))
            if at is not None and len(node.args) > at and isinstance(node.args[at], ast.Constant):
                codes.add(node.args[at].value)
    assert {"archive_bomb", "circular_proof", "row_width", "draft_open"} <= codes
    codes |= {"formula", "cell_error", "cell_is_date", "cell_is_number"}  # said by `text_of`
    assert codes - set(SENTENCES) == set()
    assert all(zh.count("{") == en.count("{") for zh, en in SENTENCES.values())


@pytest.mark.django_db
class TestDatabase:
    def test_the_demonstration_has_no_fault(self, whole_county: None) -> None:
        found = check_database(System("operator"), check_sample)
        assert found == [], [(f.file, f.path, f.code, dict(f.params)) for f in found][:10]

    def test_a_step_that_nobody_holds_today_is_found(self) -> None:
        demo.load(items=["MZ-001"])
        held = surroundings().held
        assert held is not None and "county_civil_affairs" in held["county"]
        Assignment.objects.filter(position__code="county_civil_affairs").update(ends=date(2026, 1, 2))
        found = check_database(System("operator"))
        assert {finding.code for finding in found} == {"position_vacant"}
        assert {"decider.position"} <= {finding.path for finding in found}

    def test_what_was_published_is_looked_at(self) -> None:
        demo.load(items=["SB-001"])
        content = changed(lambda i: material(i, name={"zh": "其他材料", "en": "Other"}))
        publish_version(
            System("setup"),
            content,
            effective_from=date(2030, 1, 1),
            reason="试",
            idempotency_key=uuid4().hex,
        )
        found = check_database(System("operator"))
        assert [(finding.code, finding.item) for finding in found] == [("material_unnamed", "SB-001")]

    def test_is_for_editors(self) -> None:
        demo.load(items=["SB-001"])
        clerk = assignments_of(Account.objects.get(username="clerk").id)[0]
        with pytest.raises(NotAuthorized):
            check_database(clerk)


class TestCommandLine:
    def test_says_nothing_against_what_is_shipped(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["catalogue", "check", "--lang", "zh"]) == 0
        assert "没有发现问题" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("lang", "words"), [("zh", "请写出具体材料"), ("en", "name the material itself")]
    )
    def test_names_file_line_field_and_mend(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, words: str
    ) -> None:
        file = tmp_path / "SB-001.yaml"
        item = changed(lambda i: material(i, name={"zh": "其他材料", "en": "Other"}))
        file.write_text(yaml.safe_dump(item, allow_unicode=True, sort_keys=False), encoding="utf-8")
        assert cli.main(["catalogue", "check", str(tmp_path), "--lang", lang]) == 1
        line = capsys.readouterr().out.splitlines()[0]
        place, field, *_ = line.split(" ")
        assert place.startswith(f"{file}:") and field == "materials.0.name.zh:" and words in line

    def test_wrong_usage_is_told(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["catalogue", "check", str(tmp_path / "none.yaml"), "--lang", "en"]) == 2
        assert "Cannot read" in capsys.readouterr().err
        wrong = (
            ["catalogue", "import", "x.yaml", "--publish"],
            ["catalogue", "import", "x.yaml", "--publish", "--from", "2026-13-01", "--reason", "x"],
            ["catalogue", "import", "x.yaml", "--publish", "--from", "2026-12-01"],
        )
        for words in wrong:
            assert cli.main([*words, "--lang", "en"]) == 2
