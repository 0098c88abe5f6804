"""The pages of rosters: bringing a list, watching it become matters, mending what was not taken."""
