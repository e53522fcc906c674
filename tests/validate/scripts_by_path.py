"""The generator of docs/checks.md, loaded by path since scripts/ is no package."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

_SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "generate_checks_doc.py"


def generate_checks_doc():
    spec = spec_from_file_location("generate_checks_doc", _SCRIPT)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
