"""What faces may read of the kernel."""

from tongban.kernel.messages.outbox import demo_messages
from tongban.kernel.roots import published
from tongban.kernel.time import now, today

__all__ = ["demo_messages", "now", "published", "today"]
