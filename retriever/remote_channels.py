"""Opens what is searched of a language where passages and vectors are in Milvus."""

from pathlib import Path

import numpy as np

from indexer.arrays import map_array
from indexer.errors import DamagedIndex
from indexer.gazetteer import Gazetteer
from indexer.layout import EVERYDAY, OWNERS, QUESTION_MEAN, lexical_folder, vector_folder
from indexer.lexical import Postings
from indexer.manifest import Manifest
from indexer.milvus import Milvus
from indexer.milvus_loading import count_rows
from indexer.passages import Language
from indexer.store import PassageStore
from retriever.ranking import Channels
from retriever.remote import Remote, RemoteVectors, TextTerms


def open_remote_channels(
    folder: Path,
    language: Language,
    manifest: Manifest,
    store: PassageStore,
    gazetteer: Gazetteer,
    milvus: Milvus,
) -> Channels:
    """Open what is left in the folder of a generation, and take the rest from Milvus.

    Raises
    ------
    FileNotFoundError, DamagedIndex
        A file is missing or cannot be understood, or the manifest names no store.
    """
    if manifest.stored is None:
        raise DamagedIndex(directory=folder, detail="the manifest names no store")
    vectors = vector_folder(folder, language)
    try:
        owners = map_array(vectors / OWNERS)
    except (ValueError, EOFError) as error:
        raise DamagedIndex(directory=folder, detail=f"{OWNERS} cannot be understood") from error
    remote = Remote(milvus, manifest.stored.name, language, count_rows(manifest.counts))
    return Channels(
        language=language,
        postings=Postings.open_statistics(lexical_folder(folder, language)),
        forward=TextTerms(store, language, gazetteer),
        passages=RemoteVectors(remote, "passages", store.searchable(language), manifest.dimension),
        sentences=RemoteVectors(remote, "sentences", len(owners), manifest.dimension),
        owners=owners,
        nearest=None,
        question_mean=np.load(vectors / QUESTION_MEAN),
        everyday=np.load(vectors / EVERYDAY),
        remote=remote,
    )
