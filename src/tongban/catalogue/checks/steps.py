"""Steps that somebody holds, in systems that are named."""

from collections.abc import Iterator

from tongban.catalogue.checks.finding import Content, Hit, Surroundings


def a_position_is_known(content: Content, around: Surroundings) -> Iterator[Hit]:
    for path, level, position in _duties(content):
        known = around.positions.get(level, ())
        if position not in known:
            params = {"position": position, "level": level, "known": "、".join(sorted(known))}
            yield Hit(path, "position_unknown", params)


def somebody_holds_it_today(content: Content, around: Surroundings) -> Iterator[Hit]:
    if around.held is None or not content["published"]:
        return
    for path, level, position in _duties(content):
        if position in around.positions.get(level, ()) and position not in around.held.get(level, ()):
            yield Hit(path, "position_vacant", {"position": position, "level": level})


def _duties(content: Content) -> Iterator[tuple[str, str, str]]:
    """Where a position is named: field, level, position."""
    decider = content["decider"]
    yield "decider.position", decider["level"], decider["position"]
    yield "position", "township", content["position"]
    for number, step in enumerate(content["steps"]):
        yield f"steps.{number}.position", step["level"], step["position"]
    extension = (content["effects"].get("extension") or {}).get("params") or {}
    for name in ("approved_by", "joint_approved_by"):
        position = extension.get(name)
        if isinstance(position, str):
            level = "county" if position.startswith("county_") else "township"
            yield f"effects.extension.params.{name}", level, position


def an_outside_system_is_named(content: Content, around: Surroundings) -> Iterator[Hit]:
    for number, step in enumerate(content["steps"]):
        named = (step.get("system") or {}).get("zh", "").strip()
        if step["kind"] == "external_system" and not named:
            yield Hit(f"steps.{number}.system", "system_unnamed", {"step": step["name"]["zh"]})


def signers_are_people_who_sign_before_something(content: Content, around: Surroundings) -> Iterator[Hit]:
    """Who signs is named by an answer, and what waits for them is acceptance or a step of the item."""
    stated = content.get("signers")
    if not stated:
        return
    if not any(question["kind"] == "people" for question in content["questions"]):
        yield Hit("signers.who", "signers_without_people")
    before = stated.get("before", "acceptance")
    if before not in {"acceptance", *(step["code"] for step in content["steps"])}:
        yield Hit("signers.before", "signers_before_unknown", {"value": str(before)})


RULES = (
    a_position_is_known,
    somebody_holds_it_today,
    an_outside_system_is_named,
    signers_are_people_who_sign_before_something,
)
