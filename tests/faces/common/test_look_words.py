"""Every list that is looked at or taken along has a name for the auditor and for whom it is about."""

from tongban.cases.commands.exporting import LISTS
from tongban.faces.common import look_words


def test_every_list_that_can_be_exported_has_a_name() -> None:
    assert not set(LISTS) - set(look_words.LISTS)
