import pytest
from body_lines import namings

from extractor.bodies import attribute


@pytest.fixture
def ids_of():
    def ids(*lines, **options):
        registry = attribute(namings(*lines), **options)
        return [one.body_id for one in registry.attributions.values()]

    return ids
