"""Write extractor/records/topics.py from the table of topics; with --check only say whether it is in step."""

import sys
from pathlib import Path

from extractor.lexicon import topic_table

MODULE = Path(__file__).resolve().parent.parent / "extractor" / "records" / "topics.py"


def module() -> str:
    """The whole module."""
    lines = [
        '"""Topics of counts; written by ``scripts/generate_topics.py`` from ``lexicon/topics.toml``."""',
        "",
        "from enum import StrEnum",
        "",
        "",
        "class Topic(StrEnum):",
        '    """What a count is about."""',
        "",
    ]
    for topic in topic_table():
        lines += [f'    {topic.key.upper()} = "{topic.key}"', f'    """{topic.about}."""']
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write or check the module."""
    if "--check" in sys.argv[1:]:
        if MODULE.read_text(encoding="utf-8") != module():
            sys.stderr.write("extractor/records/topics.py is not in step; run make generate\n")
            return 1
        return 0
    MODULE.write_text(module(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
