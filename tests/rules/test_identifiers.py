"""Identifiers: sound ones are read, wrong ones say what is wrong. All people and numbers here are invented."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.rules.identifiers import (
    IdentifierFault,
    check_case_number,
    check_certificate_id,
    check_citizen_number,
    check_credit_code,
    check_item_code,
    check_organization_code,
    check_phone,
    group_case_number,
    with_check_character,
)
from tongban.rules.identifiers.certificate import certificate_id
from tongban.rules.identifiers.citizen import citizen_check_digit
from tongban.rules.identifiers.iso7064 import ALPHABET
from tongban.rules.identifiers.organization import (
    CREDIT_ALPHABET,
    credit_check_character,
    organization_check_character,
)


def refusal(check, *given, **named) -> IdentifierFault:
    with pytest.raises(IdentifierFault) as caught:
        check(*given, **named)
    return caught.value


# --- citizen numbers ---

SAMPLE = "11010519491231002X"
"""The standard's own example."""

CITIZENS = st.builds(
    lambda area, born, order: area + f"{born:%Y%m%d}" + f"{order:03}",
    st.sampled_from(["640121", "110105", "510104", "810000", "911124"]),
    st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    st.integers(0, 999),
).map(lambda body: body + citizen_check_digit(body))


def test_the_standards_example_is_read():
    read = check_citizen_number(SAMPLE)
    assert (read.number, read.birth_date, read.sex, read.area, read.was_15_digits) == (
        SAMPLE,
        date(1949, 12, 31),
        "female",
        "110105",
        False,
    )


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        "110105 19491231 002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        " 110105-19491231-002x\n",
    ],
)
def test_a_number_is_read_however_it_is_typed(typed: str):
    assert check_citizen_number(typed).number == SAMPLE


def test_an_old_number_becomes_18_digits():
    read = check_citizen_number("110105491231002")
    assert (read.number, read.birth_date, read.was_15_digits) == (SAMPLE, date(1949, 12, 31), True)


def test_an_old_number_of_a_centenarian_is_of_the_century_before():
    assert check_citizen_number("110105950101997").birth_date == date(1895, 1, 1)


@pytest.mark.parametrize(
    ("typed", "code", "params"),
    [
        ("", "empty", {}),
        ("  ", "empty", {}),
        ("1101051949123100", "length", {"expected": [15, 18], "found": 16}),
        ("11010519491231O02X", "character", {"position": 15, "found": "O"}),
        ("11010519491231002Y", "character", {"position": 18, "found": "Y"}),
        ("X1010519491231002X", "character", {"position": 1, "found": "X"}),
        ("99010519491231002X", "area", {"found": "990105"}),
        ("16010519491231002X", "area", {"found": "160105"}),
        ("11010519490230002X", "date_not_real", {"found": "19490230"}),
        ("110105194912310021", "check_digit", {"expected": "X", "found": "1"}),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", "character", {"position": 1, "found": "١"}),
    ],
)
def test_a_wrong_citizen_number_says_why(typed: str, code: str, params: dict):
    fault = refusal(check_citizen_number, typed)
    assert (fault.identifier, fault.code, fault.params) == ("citizen_number", code, params)


def test_nobody_is_born_tomorrow():
    born = "64012120260925001"
    number = born + citizen_check_digit(born)
    assert check_citizen_number(number, today=date(2026, 9, 25)).sex == "male"
    assert refusal(check_citizen_number, number, today=date(2026, 9, 24)).code == "date_in_future"


@given(CITIZENS, st.integers(0, 17), st.integers(1, 9))
def test_any_single_wrong_digit_of_a_citizen_number_is_caught(number: str, position: int, shift: int):
    old = "0123456789X".index(number[position])
    wrong = number[:position] + str((old + shift) % 10 if old < 10 else shift) + number[position + 1 :]
    assert refusal(check_citizen_number, wrong).code in {"area", "date_not_real", "check_digit"}


@given(CITIZENS, st.integers(0, 16))
def test_two_digits_changed_over_are_caught(number: str, position: int):
    swapped = number[:position] + number[position + 1] + number[position] + number[position + 2 :]
    if swapped != number:
        assert refusal(check_citizen_number, swapped).code


@given(CITIZENS)
def test_every_sound_number_is_read_back_unchanged(number: str):
    assert check_citizen_number(number).number == number


# --- organizations ---

ISSUER_TYPE = "11100000000013338W"
CREDIT_CODES = st.builds(
    lambda head, area, rest: head + area + rest,
    st.sampled_from(["91", "11", "52", "93"]),
    st.sampled_from(["640121", "100000"]),
    st.text(CREDIT_ALPHABET, min_size=9, max_size=9),
).map(lambda body: body + credit_check_character(body))


def test_a_live_credit_code_is_read():
    read = check_credit_code(ISSUER_TYPE.lower())
    assert (read.code, read.registrar, read.category, read.area, read.organization_code) == (
        ISSUER_TYPE,
        "1",
        "1",
        "100000",
        "000013338",
    )


@pytest.mark.parametrize(
    ("typed", "code", "params"),
    [
        ("11100000000013338", "length", {"expected": [18], "found": 17}),
        ("1110000000001333IW", "character", {"position": 17, "found": "I"}),
        ("11A00000000013338W", "character", {"position": 3, "found": "A"}),
        ("111000000000133381", "check_digit", {"expected": "W", "found": "1"}),
    ],
)
def test_a_wrong_credit_code_says_why(typed: str, code: str, params: dict):
    fault = refusal(check_credit_code, typed)
    assert (fault.code, fault.params) == (code, params)


@given(CREDIT_CODES, st.integers(0, 17), st.sampled_from(CREDIT_ALPHABET))
def test_any_single_wrong_character_of_a_credit_code_is_caught(code: str, position: int, mark: str):
    if code[position] != mark:
        refusal(check_credit_code, code[:position] + mark + code[position + 1 :])


def test_an_organization_code_is_read_with_or_without_its_dash():
    # Worked by hand: 3·0+7·0+9·0+10·0+5·1+8·3+4·3+2·3 = 47; 11 − 47 mod 11 = 8.
    assert check_organization_code("00001333-8") == "000013338"
    assert check_organization_code("000013338") == check_credit_code(ISSUER_TYPE).organization_code
    assert refusal(check_organization_code, "00001333-9").params == {"expected": "8", "found": "9"}
    assert refusal(check_organization_code, "00001333").code == "length"


def test_an_organization_code_can_end_in_x_or_0():
    # 2·6 = 12, 11 − 1 = 10 → X; 3·0 = 0, 11 − 0 = 11 → 0.
    assert organization_check_character("00000006") == "X"
    assert organization_check_character("00000000") == "0"


# --- items ---

BASIC = "640110012003"


def test_the_three_national_item_codes_are_read():
    implementation = ISSUER_TYPE + "5" + BASIC
    assert check_item_code(BASIC).kind == "basic"
    read = check_item_code(implementation)
    assert (read.kind, read.body, read.level, read.basic, read.item_type) == (
        "implementation",
        ISSUER_TYPE,
        "5",
        BASIC,
        "01",
    )
    assert check_item_code(implementation + "01").kind == "handling"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (BASIC + "1", "length"),
        ("64X110012003", "character"),
        ("111000000000133381" + "5" + BASIC, "body_code"),
        (ISSUER_TYPE + "8" + BASIC, "level"),
        (ISSUER_TYPE + "5" + "6401_0012003", "character"),
    ],
)
def test_a_wrong_item_code_says_why(typed: str, code: str):
    assert refusal(check_item_code, typed).code == code


def test_a_local_item_code_has_at_most_50_characters():
    assert check_item_code("NX-MZ.011", local=True).kind == "local"
    assert refusal(check_item_code, "A" * 51, local=True).code == "length"
    assert refusal(check_item_code, "民政11", local=True).code == "character"


# --- e-certificates ---

LIVE = "11100000000013338W009.11330105002500287C.2025052201.002.0"


@pytest.mark.parametrize("typed", [LIVE, "1.2.156.3005.2." + LIVE, LIVE.lower()])
def test_a_live_certificate_number_is_read(typed: str):
    read = check_certificate_id(typed)
    assert (read.certificate_type, read.issuer, read.serial, read.version) == (
        "11100000000013338W009",
        "11330105002500287C",
        "2025052201",
        "002",
    )
    assert read.text == "1.2.156.3005.2." + LIVE


def test_a_certificate_number_is_composed_with_its_check_character():
    composed = certificate_id("11100000000013338W009", "11330105002500287C", "2025052201", "002")
    assert composed.text.endswith(LIVE)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("11100000000013338W009.11330105002500287C.2025052201.002", "parts"),
        ("11100000000013338W09.11330105002500287C.2025052201.002.0", "part_length"),
        ("11100000000013338W009.11330105002500287C..002.0", "part_length"),
        ("11100000000013338W009.11330105002500287C.2025052202.002.0", "check_digit"),
        ("11100000000013338W009.11330105002500287C.2025*52201.002.0", "character"),
    ],
)
def test_a_wrong_certificate_number_says_why(typed: str, code: str):
    assert refusal(check_certificate_id, typed).code == code


def test_a_certificate_type_must_begin_with_a_real_credit_code():
    parts = ("111000000000133381009", "11330105002500287C", "1", "001")
    assert refusal(certificate_id, *parts).code == "type_code"


# --- case numbers ---

BODIES = st.text(ALPHABET, min_size=1, max_size=49)


@given(BODIES)
def test_a_case_number_survives_grouping_and_sloppy_typing(body: str):
    number = with_check_character(body)
    assert len(number) == len(body) + 1
    assert check_case_number(group_case_number(number).lower()) == number


@given(BODIES, st.data())
def test_any_single_wrong_character_of_a_case_number_is_caught(body: str, data):
    number = with_check_character(body)
    position = data.draw(st.integers(0, len(number) - 1))
    mark = data.draw(st.sampled_from([mark for mark in ALPHABET if mark != number[position]]))
    assert refusal(check_case_number, number[:position] + mark + number[position + 1 :]).code == "check_digit"


def test_case_numbers_are_grouped_in_fours():
    assert group_case_number("6401212002600042K") == "6401 2120 0260 0042 K"


def test_a_wrong_case_number_says_why():
    number = with_check_character("64012120026000042")
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    assert refusal(check_case_number, wrong).params == {"expected": number[-1], "found": wrong[-1]}
    assert refusal(check_case_number, "办6401").params == {"position": 1, "found": "办"}
    assert refusal(check_case_number, "6").code == "length"
    assert refusal(with_check_character, "6" * 50).code == "length"
    assert refusal(check_case_number, "").code == "empty"


# --- phones ---


@pytest.mark.parametrize(
    ("typed", "number", "kind", "area_code", "extension"),
    [
        ("13800000000", "13800000000", "mobile", "", ""),
        ("+86 138-0000-0000", "13800000000", "mobile", "", ""),
        ("００８６１９９００００００００", "19900000000", "mobile", "", ""),
        ("0951-8011234", "09518011234", "landline", "0951", ""),
        ("(010) 6600 0000", "01066000000", "landline", "010", ""),
        ("+86 951 8011234", "09518011234", "landline", "0951", ""),
        ("+86 10 6600 0000", "01066000000", "landline", "010", ""),
        ("0951-8011234转806", "09518011234", "landline", "0951", "806"),
    ],
)
def test_a_phone_is_read(typed: str, number: str, kind: str, area_code: str, extension: str):
    read = check_phone(typed)
    assert (read.number, read.kind, read.area_code, read.extension) == (number, kind, area_code, extension)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("1380000000", "length"),
        ("138000000000", "length"),
        ("12800000000", "mobile_prefix"),
        ("8011234", "area_code_missing"),
        ("80112345678", "length"),
        ("0951801123", "length"),
        ("09511011234", "subscriber"),
        ("013800000000", "area_code"),
        ("1380000000a", "character"),
        ("13800000000转8", "mobile_with_extension"),
    ],
)
def test_a_wrong_phone_says_why(typed: str, code: str):
    assert refusal(check_phone, typed).code == code
