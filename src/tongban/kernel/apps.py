"""The kernel as a Django app."""

from django.apps import AppConfig

from tongban.kernel.ciphers import check_cipher


class KernelConfig(AppConfig):
    name = "tongban.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Refuse to start with a cipher that cannot seal."""
        check_cipher()
