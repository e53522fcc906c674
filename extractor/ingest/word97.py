"""Old .doc files, by LibreOffice where it is installed."""

import subprocess
import tempfile
from pathlib import Path

from extractor.errors import BinaryFileError, DamagedFileError, ParserDiedError, ProtectedFileError
from extractor.ingest.docx import read_docx
from extractor.ingest.formats import DocumentLimits, Parsed
from extractor.ingest.office import office_program

_WORD_STREAM = "WordDocument".encode("utf-16-le")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SECONDS = 120


def read_doc(raw: bytes, name: str, limits: DocumentLimits) -> Parsed:
    """Convert to DOCX in a folder of its own, then read that."""
    if _ENCRYPTED in raw:
        raise ProtectedFileError(f"{name}: it asks for a password; save it without one")
    if _WORD_STREAM not in raw:
        raise BinaryFileError(f"{name}: an old Office file that is no Word document; save it as DOCX or PDF")
    office = office_program()
    if office is None:
        raise BinaryFileError(
            f"{name}: an old Word file (.doc); install LibreOffice to have it read, or save it as DOCX"
        )
    with tempfile.TemporaryDirectory(prefix="extractor-") as folder:
        source = Path(folder, "report.doc")
        source.write_bytes(raw)
        command = [
            office,
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "docx",
            "--outdir",
            folder,
            str(source),
        ]
        try:
            subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise ParserDiedError(
                f"{name}: LibreOffice took more than {_SECONDS} s; save it as DOCX"
            ) from error
        converted = source.with_suffix(".docx")
        if not converted.exists():
            raise DamagedFileError(
                f"{name}: LibreOffice cannot convert it (it is damaged, or libreoffice-writer is missing); "
                "save it as DOCX"
            )
        return read_docx(converted.read_bytes(), name, limits)
