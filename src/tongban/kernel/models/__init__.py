"""Tables of the kernel."""

from tongban.kernel.models.access import AccessEntry
from tongban.kernel.models.blob import Blob
from tongban.kernel.models.calendar import CalendarNotice
from tongban.kernel.models.command import CommandRecord
from tongban.kernel.models.counter import PaperCounter
from tongban.kernel.models.datakey import DataKey
from tongban.kernel.models.ledger import LedgerEntry, LedgerRoot, LedgerRootHead
from tongban.kernel.models.message import Message, MessageHandling, MessageReceipt, MessageText
from tongban.kernel.models.rate import RateWindow

__all__ = [
    "AccessEntry",
    "Blob",
    "CalendarNotice",
    "CommandRecord",
    "DataKey",
    "LedgerEntry",
    "LedgerRoot",
    "LedgerRootHead",
    "Message",
    "MessageHandling",
    "MessageReceipt",
    "MessageText",
    "PaperCounter",
    "RateWindow",
]
