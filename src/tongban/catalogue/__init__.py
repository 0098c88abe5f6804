"""Items and their effective-dated versions."""
