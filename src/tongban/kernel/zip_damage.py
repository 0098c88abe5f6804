"""What reading a zip file that is damaged, cut short or no zip file at all raises."""

import zipfile
import zlib

# NotImplementedError is `zipfile`'s own word for a packing, or a version of the format, that it does not know
DAMAGED_ZIP = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError)
