"""What is done to messages by people."""

from tongban.cases.messages.by_hand import (
    letter_returned,
    note_message_told,
    post_letter,
    print_letters,
)
from tongban.cases.messages.mending import (
    change_message_channel,
    give_up_message,
    resend_message,
    unmask_message,
)

__all__ = [
    "change_message_channel",
    "give_up_message",
    "letter_returned",
    "note_message_told",
    "post_letter",
    "print_letters",
    "resend_message",
    "unmask_message",
]
