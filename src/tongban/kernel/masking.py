"""What a sensitive value looks like until somebody gives a reason to see it (个人信息保护法 art. 28)."""


def mask_name(name: str) -> str:
    """``王秀英`` → ``王**``; for people outside who follow a case."""
    return name[:1] + "*" * max(len(name) - 1, 0)


def mask_number(number: str) -> str:
    """Citizen number or credit code: the first three (or six) and the last two characters stay."""
    if len(number) < 8:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 5) + number[-2:]


def mask_phone(phone: str) -> str:
    """``13812345678`` → ``138****5678``."""
    if len(phone) < 8:
        return "*" * len(phone)
    return phone[:3] + "*" * (len(phone) - 7) + phone[-4:]


def mask_account(account: str) -> str:
    """``6200000000000018`` → ``************0018``: as a bank shows it."""
    return "*" * max(len(account) - 4, 0) + account[-4:] if len(account) > 4 else "*" * len(account)


def mask_choice() -> str:
    """Nothing is shown: of an answer out of a few the first character would tell it, its length too."""
    return "****"


def mask_text(text: str) -> str:
    """Any other sensitive text: its first character, then stars to at most eight."""
    return text[:1] + "*" * min(max(len(text) - 1, 0), 8)
