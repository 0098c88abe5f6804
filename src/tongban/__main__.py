"""`python -m tongban` is the `tongban` command."""

import sys

from tongban.site.cli import main

sys.exit(main())
