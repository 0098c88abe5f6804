"""How a rule refuses: a code and its parameters, never a sentence. Faces turn them into words."""

from typing import Any


class RuleFault(ValueError):
    """Input that a rule of law cannot work with.

    Args:
        code: a stable word for the reason, such as ``span_reversed``.
        params: what a face needs to say the reason in full.
    """

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params: dict[str, Any] = params
        said = ", ".join(f"{name}={value}" for name, value in params.items())
        super().__init__(f"{code} ({said})" if said else code)
