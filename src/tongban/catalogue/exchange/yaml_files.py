"""An item as a YAML file: one spelling out, and a strict reader in.

The reader takes the plain part of YAML 1.1: mappings, lists, texts, numbers, true and false.  Anchors and
aliases (a few lines can stand for gigabytes), tags, several documents in one file, keys that stand twice and
words whose meaning readers disagree on are refused with their line.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from tongban.catalogue.exchange.order import ordered_content, ordered_override
from tongban.kernel.workbooks.faults import ExchangeFault, Unreadable

LARGEST = 1_000_000
"""Bytes of one file; the largest item shipped has some forty thousand."""
DEEPEST = 40
MOST_NODES = 50_000

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+([eE][-+][0-9]{1,3})?", re.ASCII)
_TRUTH = {"true": True, "false": False}
_UNCLEAR = object()
_resolver = yaml.SafeLoader("")
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is several times as quick


class _Dumper(yaml.SafeDumper):
    """Never an anchor: a value that stands twice is written twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value and value.strip() == value else None
    if any(mark in value for mark in "\r\x85\u2028\u2029"):  # line ends that a reader would make spaces of
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def dump(content: Mapping[str, Any]) -> str:
    """The one spelling of an item's content; the same content always gives the same text."""
    return write(ordered_content(content))


def dump_layers(overrides: Sequence[Mapping[str, Any]]) -> str:
    """The one spelling of a division's file of overrides."""
    return write([ordered_override(override) for override in overrides])


def write(value: Any) -> str:
    """Any plain value in the house's YAML, in the order it comes in."""
    return yaml.dump(
        value,
        Dumper=_Dumper,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=float("inf"),
        indent=2,
    )


@dataclass(frozen=True)
class Read:
    """A file's value, and the line on which each of its places stands (``materials.2.name.zh`` → line)."""

    value: Any
    lines: Mapping[str, int] = field(default_factory=dict)

    def line(self, path: str) -> int:
        """The line of a place, or of the nearest place above it; 0 where none is known."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path.rpartition(".")[0]
        return self.lines.get("", 0)


def load(data: bytes) -> Any:
    """The content of a file.

    Raises:
        Unreadable: with every reason: ``not_utf8``, ``not_yaml``, ``empty_file``, ``too_large``, ``too_deep``,
            ``too_many_values``, ``alias``, ``tag``, ``key_twice``, ``key_not_text``, ``ambiguous``,
            ``several_documents``.
    """
    return read(data).value


def read(data: bytes) -> Read:
    """The same, with the line of each place.

    Raises:
        Unreadable: as for `load`.
    """
    text = decoded(data, LARGEST)
    reader = _Reader()
    try:
        value = reader.document(yaml.parse(text, Loader=_PARSER))
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark else _line_of_position(text, getattr(fault, "position", 0))
        problem = str(getattr(fault, "problem", None) or getattr(fault, "reason", None) or fault)[:200]
        raise Unreadable(ExchangeFault("not_yaml", row=line, params={"problem": problem})) from fault
    if reader.faults:
        raise Unreadable(*reader.faults)
    return Read(value, reader.lines)


def decoded(data: bytes, largest: int) -> str:
    """The text of a file that must be UTF-8; a mark at its beginning is passed over.

    Raises:
        Unreadable: ``too_large`` (most, in bytes) or ``not_utf8`` with the line, and a guess at what it is.
    """
    if len(data) > largest:
        raise Unreadable(ExchangeFault("too_large", params={"most": largest}))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise Unreadable(
            ExchangeFault("not_utf8", row=line, params={"byte": fault.start + 1, "guess": _guess(data)})
        ) from fault


def _guess(data: bytes) -> str:
    """Which encoding a file that is not UTF-8 is likely in."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return "Latin-1"
    return "GBK" if re.search("[\u4e00-\u9fff]{2}", text) else "Latin-1"


def _line_of_position(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


class _Reader:
    """Builds the value from the parser's events, so that nothing is expanded before it is looked at."""

    def __init__(self) -> None:
        self.faults: list[ExchangeFault] = []
        self.lines: dict[str, int] = {}
        self._nodes = 0

    def document(self, events: Iterator[yaml.Event]) -> Any:
        """The one document's value; what follows it is a fault."""
        value: Any = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise Unreadable(ExchangeFault("several_documents", row=_line(event)))
            elif isinstance(event, yaml.NodeEvent):
                value = self._value(event, events, "", 0)
        if not documents:
            raise Unreadable(ExchangeFault("empty_file"))
        return value

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], path: str, depth: int) -> Any:
        line = _line(event)
        self.lines.setdefault(path, line)
        self._nodes += 1
        if depth > DEEPEST:
            raise Unreadable(ExchangeFault("too_deep", row=line, params={"most": DEEPEST}))
        if self._nodes > MOST_NODES:
            raise Unreadable(ExchangeFault("too_many_values", row=line, params={"most": MOST_NODES}))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Unreadable(ExchangeFault("alias", row=line, column=path))
        if getattr(event, "tag", None):
            raise Unreadable(ExchangeFault("tag", row=line, column=path, params={"tag": str(event.tag)[:60]}))  # type: ignore[attr-defined]  # every node event but an alias has one
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path, depth)
        assert isinstance(event, yaml.ScalarEvent)
        return self._scalar(event, path)

    def _mapping(self, events: Iterator[yaml.Event], path: str, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag:
                raise Unreadable(ExchangeFault("key_not_text", row=line, column=path))
            name = event.value
            if not event.style and not isinstance(self._plain(name), str):
                self.faults.append(
                    ExchangeFault("ambiguous", row=line, column=path, params={"value": name[:60]})
                )
            here = f"{path}.{name}" if path else name
            if name in result:
                self.faults.append(ExchangeFault("key_twice", row=line, column=here, params={"key": name}))
            elif len(name) > 200:
                raise Unreadable(ExchangeFault("key_not_text", row=line, column=path))
            self.lines.setdefault(here, line)
            result[name] = self._value(next(events), events, here, depth + 1)
        return result

    def _sequence(self, events: Iterator[yaml.Event], path: str, depth: int) -> list[Any]:
        result: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            here = f"{path}.{len(result)}" if path else str(len(result))
            result.append(self._value(event, events, here, depth + 1))
        return result

    def _scalar(self, event: yaml.ScalarEvent, path: str) -> Any:
        if event.style:  # quoted or in block style
            return event.value
        value = self._plain(event.value)
        if value is _UNCLEAR:
            self.faults.append(
                ExchangeFault("ambiguous", row=_line(event), column=path, params={"value": event.value[:60]})
            )
            return event.value
        return value

    def _plain(self, text: str) -> Any:
        """What a word without quotes is; `_UNCLEAR` where one reader sees a word or a code, another a value."""
        if text in _TRUTH:
            return _TRUTH[text]
        if text in ("", "~", "null"):
            return None
        if _INTEGER.fullmatch(text):
            return int(text)
        if _NUMBER.fullmatch(text):
            return float(text)
        kind = _resolver.resolve(yaml.ScalarNode, text, (True, False)).rpartition(":")[2]
        # a day is a text here; yes, no, on, off, 0123, 1_000, 12:30 are unclear
        return text if kind in ("str", "timestamp") else _UNCLEAR


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return int(mark.line) + 1 if mark else 0
