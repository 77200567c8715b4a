"""Serves passages with LangChain's ensemble retriever behind FastAPI: a program of its own.

It is for an interpreter that has langchain-classic, langchain-community, langchain-huggingface,
faiss-cpu, rank_bm25, fastapi and uvicorn. Both retrievers are as LangChain sets them up: words are
split at white space, FAISS compares with every passage. The vectors of the passages are given;
those of questions LangChain makes.
"""

import json
import sys
from pathlib import Path

import numpy as np
import uvicorn
from fastapi import FastAPI
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_huggingface import HuggingFaceEmbeddings


def main(folder: Path, port: int) -> None:
    """Index the passages of a folder that `eval.peers` wrote, then serve them."""
    prompts = json.loads((folder / "prompts.json").read_text(encoding="utf-8"))
    lines = (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines()
    passages = [json.loads(line) for line in lines]
    texts = [passage["text"] for passage in passages]
    named = [{"id": passage["id"]} for passage in passages]
    embeddings = HuggingFaceEmbeddings(
        model_name=str(folder / "model"),
        model_kwargs={"device": "cpu"},
        encode_kwargs={"prompt": prompts["document"]},
        query_encode_kwargs={"prompt": prompts["query"]},
    )
    vectors = np.load(folder / "vectors.npy").tolist()
    nearest = FAISS.from_embeddings(zip(texts, vectors, strict=True), embeddings, named)
    words = BM25Retriever.from_texts(texts, named)
    app = FastAPI()

    # Not async: FastAPI answers such functions in threads, several at once.
    @app.get("/search")
    def search(query: str, limit: int = 5) -> list[dict[str, str]]:
        retrievers = [
            words.model_copy(update={"k": limit}),
            nearest.as_retriever(search_kwargs={"k": limit}),
        ]
        found = EnsembleRetriever(retrievers=retrievers, weights=[0.5, 0.5]).invoke(query)
        return [{"id": hit.metadata["id"], "text": hit.page_content} for hit in found[:limit]]

    uvicorn.run(app, port=port, log_level="warning")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
