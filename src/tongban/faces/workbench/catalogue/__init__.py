"""The catalogue's desk: editing items, a second person's approval, import and export."""
