"""One sentence for a fault, whoever noticed it."""

import errno

import psycopg
import pytest

from tongban.site.faults import Exit, Fault, from_os_error, is_full_disk


class TestFullDisk:
    def test_is_known_from_the_operating_system(self) -> None:
        assert is_full_disk(OSError(errno.ENOSPC, "No space left on device"))
        assert not is_full_disk(OSError(errno.ENOENT, "No such file"))

    def test_is_known_from_the_database(self) -> None:
        assert is_full_disk(psycopg.errors.DiskFull())
        assert not is_full_disk(psycopg.errors.UniqueViolation())

    def test_is_known_behind_another_error(self) -> None:
        with pytest.raises(RuntimeError) as caught:
            try:
                raise psycopg.errors.DiskFull
            except psycopg.Error as error:
                raise RuntimeError("saving failed") from error
        assert is_full_disk(caught.value)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.ENOTDIR])
def test_every_fault_is_one_sentence_in_both_languages(number: int) -> None:
    fault = from_os_error(OSError(number, "said"), "/data")
    assert fault.code == Exit.ENVIRONMENT
    for language, end in (("zh", "。"), ("en", ".")):
        sentence = fault.sentence(language)
        assert sentence.endswith(end)
        assert "\n" not in sentence
        assert "/data" in sentence


def test_a_fault_speaks_the_language_that_is_asked() -> None:
    fault = Fault("磁盘已满。", "The disk is full.")
    assert (fault.sentence("zh"), fault.sentence("en")) == ("磁盘已满。", "The disk is full.")
