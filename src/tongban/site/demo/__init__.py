"""The demonstration county: real divisions, invented people."""

from tongban.site.demo.catalogue import read_base_list, read_catalogue, read_layers
from tongban.site.demo.county import accounts, load, loaded, more_accounts
from tongban.site.demo.matters import load_matters

__all__ = [
    "accounts",
    "load",
    "load_matters",
    "loaded",
    "more_accounts",
    "read_base_list",
    "read_catalogue",
    "read_layers",
]
