"""LibreOffice, which reads old Word files where it is installed."""

import shutil


def office_program() -> str | None:
    """Its path; None where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")
