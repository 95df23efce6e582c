from provinces.accounts.models import Officer


def records_mergers(officer: Officer) -> bool:
    return officer.role in (Officer.Role.ADMINISTRATOR, Officer.Role.SECRETARY)
