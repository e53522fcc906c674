"""The real local model, for `make test-model`."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.llm import Endpoint, Limits
from extractor.llm.cache import ReplyCache
from extractor.llm.client import ModelClient
from extractor.llm.local import serving
from extractor.llm.model_weights import known_model, weights_path


@pytest.fixture(scope="session")
def local_client() -> Iterator[ModelClient]:
    """A client of the fetched local model; EXTRACTOR_TEST_MODEL names the folder with ``models/``."""
    folder = Path(os.environ["EXTRACTOR_TEST_MODEL"])
    model = known_model()
    with (
        serving(weights_path(folder, model)) as address,
        ModelClient(
            Endpoint(base_url=address, model=model.name),
            Limits(timeout_s=900, call_s=1800),  # a busy machine is no failure of the model
            ReplyCache(folder / "replies"),
        ) as client,
    ):
        yield client
