"""A file of an item: one spelling out, and nothing doubtful in."""

from importlib.resources import files

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tongban.catalogue.exchange.yaml_files import dump, dump_layers, load, read, write
from tongban.kernel.workbooks.faults import ExchangeFault, Unreadable

FOLDER = files("tongban") / "data/catalogue"
SHIPPED = sorted(entry.name for entry in FOLDER.iterdir() if entry.name[2:3] == "-")
LAYERS = sorted(entry.name for entry in (FOLDER / "layers").iterdir() if entry.name.endswith(".yaml"))


def fault(data: bytes) -> ExchangeFault:
    with pytest.raises(Unreadable) as refusal:
        load(data)
    return refusal.value.faults[0]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_item_is_in_the_one_spelling(name: str) -> None:
    data = (FOLDER / name).read_bytes()
    assert dump(load(data)).encode() == data, "write it again by yaml_files.dump"


@pytest.mark.parametrize("name", LAYERS)
def test_every_shipped_layer_is_in_the_one_spelling(name: str) -> None:
    data = (FOLDER / "layers" / name).read_bytes()
    assert dump_layers(load(data)).encode() == data


texts = st.text(st.characters(codec="utf-8"), max_size=40)
values = st.recursive(
    texts
    | st.integers(-(10**17), 10**17)
    | st.booleans()
    | st.none()
    | st.floats(allow_nan=False, allow_infinity=False, width=32),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(texts, values, max_size=4))
def test_what_is_written_is_read_as_it_was(value: dict[str, object]) -> None:
    assert load(write(value).encode()) == value


@pytest.mark.parametrize(
    "word", ["yes", "no", "on", "off", "0123", "1_000", "12:30", "2026-01-01", "null", "~", "1e3", "0x1f"]
)
def test_a_text_that_looks_like_something_else_stays_a_text(word: str) -> None:
    assert load(write({"a": word}).encode()) == {"a": word} == yaml.safe_load(write({"a": word}))


def test_keys_come_in_the_schemas_order_whatever_order_they_came_in() -> None:
    content = load((FOLDER / "SB-001.yaml").read_bytes())
    turned = {name: content[name] for name in reversed(content)}
    turned["name"] = dict(reversed(content["name"].items()))
    turned["sample"] = {
        "answers": dict(sorted(content["sample"]["answers"].items(), reverse=True)),
        "applicant": content["sample"]["applicant"],
    }
    assert dump(turned) == dump(content)


@pytest.mark.parametrize("word", ["yes", "No", "on", "OFF", "0123", "1_000", "12:30", ".5"])
def test_a_word_that_readers_disagree_on_is_refused_with_its_line(word: str) -> None:
    found = fault(f"code: A-1\nname:\n  zh: {word}\n".encode())
    assert (found.code, found.row, found.column) == ("ambiguous", 3, "name.zh")


def test_a_day_without_quotes_is_taken_as_written() -> None:
    assert load(b"ends: 2026-12-31") == {"ends": "2026-12-31"}


@pytest.mark.parametrize(
    ("data", "guess", "line"),
    [
        ("名称: 低保\n".encode("gbk"), "GBK", 1),
        ("a: 1\nb: caf\u00e9\n".encode("latin-1"), "Latin-1", 2),
        ("a: 低保".encode("utf-16"), "UTF-16", 1),
    ],
)
def test_another_encoding_is_refused_with_its_line_and_a_guess(data: bytes, guess: str, line: int) -> None:
    found = fault(data)
    assert (found.code, found.row, found.params["guess"]) == ("not_utf8", line, guess)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: &x 1\nb: *x\n", "alias", 1),
        ("a: 1\nb: *x\n", "alias", 2),
        ("a: !!python/object:os.system x\n", "tag", 1),
        ("a: !secret x\n", "tag", 1),
        ("a: 1\n---\nb: 2\n", "several_documents", 2),
        ("a: 1\nb: 2\na: 3\n", "key_twice", 3),
        ("a:\n  - b: 1\n    b: 2\n", "key_twice", 3),
        ("? [a, b]\n: 1\n", "key_not_text", 1),
        ("yes: 1\n", "ambiguous", 1),
        ("a: [1, 2\n", "not_yaml", 2),
        ("a: 1\n\tb: 2\n", "not_yaml", 2),
        ("a: \x07\n", "not_yaml", 1),
        ("", "empty_file", 0),
        ("# nothing\n", "empty_file", 0),
        ("a: " + "[" * 60 + "]" * 60, "too_deep", 1),
        ("[" + "1," * 60_000 + "]", "too_many_values", 1),
        ("a: " + "x" * 1_000_001, "too_large", 0),
    ],
)
def test_what_is_no_plain_content_is_refused_with_its_line(text: str, code: str, line: int) -> None:
    found = fault(text.encode())
    assert (found.code, found.row) == (code, line)


def test_a_bomb_of_aliases_costs_nothing() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(20)
    )
    assert fault(bomb.encode()).code == "alias"


def test_every_place_has_its_line() -> None:
    found = read(b"code: A-1\nname:\n  zh: a\nmaterials:\n- code: b\n  name:\n    zh: c\n")
    assert [found.line(path) for path in ("code", "name.zh", "materials.0", "materials.0.name.zh")] == [
        1,
        3,
        5,
        7,
    ]
    assert found.line("materials.0.hint") == 5
