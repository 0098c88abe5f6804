"""The parts of the `tongban` command that have a module of their own.

Each has ``add_arguments(parser, lang)`` and ``run(args, lang) -> int``; ``lang`` is ``zh`` or ``en``.
"""
