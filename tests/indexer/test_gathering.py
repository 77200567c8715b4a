"""What a file does that no reader expects is its own fault, and the others go on."""

from pathlib import Path

from indexer.errors import DamagedSource
from indexer.gathering import gather, read_documents


def test_lists_that_are_nested_too_deep_cost_their_file_alone(tmp_path: Path) -> None:
    deep, plain = tmp_path / "deep.md", tmp_path / "plain.md"
    deep.write_text("".join(f"{' ' * depth}- item\n" for depth in range(3000)))
    plain.write_text("The reservoir was built in 1962.\n")
    gathered = gather([deep, plain], None, tmp_path)
    documents = read_documents(gathered, None, tmp_path, lambda stage, done, total: None)
    assert [stored.split.document.source for stored in documents] == ["plain.md"]
    assert [known.source for known in gathered.recognised] == ["plain.md"]
    [failure] = gathered.failures
    assert isinstance(failure, DamagedSource)
    assert "nested too deep" in str(failure)
