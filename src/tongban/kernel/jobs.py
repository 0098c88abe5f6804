"""Deferring the one job of a command, inside the command's transaction."""

from uuid import UUID

from tongban.kernel import tasks


def defer_effects(command_id: UUID) -> None:
    """Queue the command's effects; committed or rolled back with the command."""
    tasks.effects.defer(command_id=str(command_id))
