from pathlib import Path

import pytest

from eval.load import measure_load

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.timeout(300)]

TEXT = "# Ferry\n\nThe ferry to Beta takes forty minutes.\n\n# 渡轮\n\n渡轮票价为十二元。\n"


def test_sixteen_clients_are_answered_rightly_while_the_index_is_rebuilt(tmp_path: Path) -> None:
    (tmp_path / "ferry.md").write_text(TEXT, encoding="utf-8")
    load = measure_load(
        seconds=5,
        clients=16,
        rebuilds=2,
        documents=tmp_path,
        questions=["How long does the ferry take?", "渡轮多少钱？"],
    )
    assert load.complaint == ""
    assert (load.failed, load.wrong, load.fresh) == (0, 0, 3)
    assert load.requests > load.clients
