"""Reads of the register of mandates."""

from tongban.parties.queries.mandates import (
    MandateView,
    mandate_view,
    mandates_of,
    my_mandates,
    of_group,
)

__all__ = ["MandateView", "mandate_view", "mandates_of", "my_mandates", "of_group"]
