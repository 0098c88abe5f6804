"""What may be read of papers without a case: their verification."""

from tongban.papers.queries.verify import VerifiedPaper, verify

__all__ = ["VerifiedPaper", "verify"]
