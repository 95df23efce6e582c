"""Open and save a file with LibreOffice."""

import shutil
import subprocess
from pathlib import Path


def saved_by_office(source: Path, folder: Path, kind: str = "xlsx", *, ending: str = "") -> bytes:
    """The file's bytes after LibreOffice saved it as `kind`, a format or a filter with its `ending`."""
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
