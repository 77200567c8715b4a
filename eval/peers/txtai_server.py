"""Serves passages with txtai's own API: a program for an interpreter that has ``txtai[api]``.

Dense vectors of a sentence-transformers folder and BM25, fused as txtai does by default; the texts
are kept, so that hits come with them. The vectors of the passages are given; those of questions
txtai makes.
"""

import json
import os
import sys
from pathlib import Path

import numpy as np
import uvicorn
from txtai import Embeddings


def main(folder: Path, port: int) -> None:
    """Index the passages of a folder that `eval.peers` wrote, then serve them."""
    prompts = json.loads((folder / "prompts.json").read_text(encoding="utf-8"))
    lines = (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines()
    passages = [json.loads(line) for line in lines]
    vectors = np.load(folder / "vectors.npy")
    model = str(folder / "model")
    embeddings = Embeddings(
        path=model,
        method="sentence-transformers",
        hybrid=True,
        content=True,
        gpu=False,
        instructions={"query": prompts["query"], "data": prompts["document"]},
    )
    known = {
        prompts["document"] + p["text"]: vector for p, vector in zip(passages, vectors, strict=True)
    }
    # In this object alone; what is loaded from the saved index has the model's own.
    embeddings.model.encode = lambda texts, category=None: np.stack([known[t] for t in texts])
    embeddings.index((passage["id"], passage["text"]) for passage in passages)
    saved = str(folder / "txtai")
    embeddings.save(saved)
    embeddings.close()
    configuration = folder / "txtai.json"  # JSON is YAML
    configuration.write_text(json.dumps({"path": saved, "embeddings": {"path": model}}))
    os.environ["CONFIG"] = str(configuration)
    uvicorn.run("txtai.api:app", port=port, log_level="warning")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
