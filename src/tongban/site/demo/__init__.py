"""The demonstration county: real divisions, invented people."""

from tongban.site.demo.county import accounts, load, loaded, more_accounts

__all__ = ["accounts", "load", "loaded", "more_accounts"]
