"""LibreOffice, as somebody who opens a file and saves it."""

import shutil
import subprocess
from pathlib import Path


def saved_by_office(source: Path, folder: Path, kind: str = "xlsx", *, ending: str = "") -> bytes:
    """The file after LibreOffice opened and saved it in that format, or by that filter with its ending."""
    office = shutil.which("libreoffice")
    assert office, "LibreOffice is not installed"
    target = folder / "saved"
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    subprocess.run(  # noqa: S603 - the office suite, and our own file
        [office, profile, "--headless", "--convert-to", kind, "--outdir", str(target), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (target / f"{source.stem}.{ending or kind}").read_bytes()
