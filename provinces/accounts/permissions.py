from provinces.accounts.models import Officer


def reads_every_log(officer: Officer) -> bool:
    """Everybody reads their own account's log, the secretary those of all accounts."""
    return officer.role == Officer.Role.SECRETARY
