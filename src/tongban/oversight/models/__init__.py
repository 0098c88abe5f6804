"""Tables of the room."""

from tongban.oversight.models.public_figures import (
    FigureCommitment,
    FigureEdition,
    FigureFile,
    FigureLine,
)
from tongban.oversight.models.warning import LimitWarning

__all__ = ["FigureCommitment", "FigureEdition", "FigureFile", "FigureLine", "LimitWarning"]
