"""Many cases in bulk, not through the acts: patterns made by the commands, multiplied with ids, keys and events of their own."""
