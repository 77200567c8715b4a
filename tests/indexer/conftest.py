"""What several tests of the indexer share."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedded model as a folder that sentence-transformers loads."""
    from eval.hugging_face_layout import write_model_folder

    folder = tmp_path_factory.mktemp("models") / "multilingual-e5-small"
    write_model_folder(folder)
    return folder
