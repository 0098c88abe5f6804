"""Floor 0: the law as pure functions over plain data. No framework, no files, no clock of the machine."""
