"""What is done to the words of messages."""

from tongban.kernel.messages.writing import (
    approve_message_text,
    turn_down_message_text,
    write_message_text,
)

__all__ = ["approve_message_text", "turn_down_message_text", "write_message_text"]
