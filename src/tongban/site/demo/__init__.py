"""The demonstration county: real divisions, invented people."""

from tongban.site.demo.county import accounts, load, loaded

__all__ = ["accounts", "load", "loaded"]
