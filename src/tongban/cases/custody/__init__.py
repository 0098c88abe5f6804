"""The delivery register (出件登记): where results lie, what left with whom, what lies unclaimed."""
