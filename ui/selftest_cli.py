"""`yinju selftest`: how well an index serves the documents that are in it."""

import argparse
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from typing import Final

from indexer.passages import LANGUAGES, Language
from retriever.probes import PROBE_KINDS
from retriever.probing import WITHIN, Direction, SelfTest, Share, all_probes, ask_probes
from retriever.search import open_index
from retriever.standing import CHANNELS, ChannelName
from ui.columns import safe, table_text, wrapped
from ui.messages import message
from ui.progress import watched
from ui.records import Record, to_line

NAMED: Final = 3
"""How many passages that are cited wrongly are named; `--json` has all of them."""


def run_selftest(options: argparse.Namespace, language: Language, width: int) -> tuple[str, bool]:
    """Return the report that the options ask for, and whether all is sound.

    Raises
    ------
    YinjuError
        As `retriever.search.open_index`.
    """
    with closing(open_index(options.index)) as index:
        tested = ask_probes(index, watched(all_probes(index), language, "stage-probes"))
        model = index.manifest.model
    if options.json:
        return to_line(selftest_record(tested, model)), tested.is_sound
    return selftest_text(tested, model, language, width), tested.is_sound


def selftest_text(tested: SelfTest, model: str, language: Language, width: int) -> str:
    """Return a self-test in two tables and sentences, for a terminal."""
    asked = [direction for direction in tested.directions if direction.found.tried]
    count = sum(direction.found.tried for direction in asked)
    passages = sum(tested.passages.values())
    lines = [
        wrapped(
            message("selftest-asked", language, count=count, passages=passages, within=WITHIN),
            width,
            "",
        ),
        "",
        table_text(
            [
                ["", *(message(f"selftest-{kind}", language) for kind in ("all", *PROBE_KINDS))],
                *(
                    [
                        _name(direction, language),
                        _cell(direction.found),
                        *(_cell(direction.kinds[kind]) for kind in PROBE_KINDS),
                    ]
                    for direction in asked
                ),
            ]
        ),
        "",
        message("selftest-channels", language),
        "",
        table_text(
            [
                ["", *(message(f"selftest-channel-{name}", language) for name in CHANNELS)],
                *(
                    [
                        _name(direction, language),
                        *(_cell(direction.channels[name]) for name in CHANNELS),
                    ]
                    for direction in asked
                ),
            ]
        ),
        "",
        message("selftest-cited", language, **asdict(tested.cited)),
        *(
            message("selftest-none", language, name=message(f"language-{name}", language))
            for name in LANGUAGES
            if not tested.passages[name]
        ),
        "",
    ]
    broken = list(_broken(tested, model, language))
    if not broken:
        return "\n".join([*lines, message("selftest-sound", language)])
    lines.append(message("selftest-broken", language, count=len(broken)))
    return "\n".join([*lines, *(wrapped(line, width, "  ") for line in broken)])


def selftest_record(tested: SelfTest, model: str) -> Record:
    """Return a self-test as `yinju selftest --json` prints it."""
    return {
        "sound": tested.is_sound,
        "model": model,
        "within": WITHIN,
        "passages": dict(tested.passages),
        "directions": [
            {
                "asked_in": direction.asked_in,
                "wanted": direction.wanted,
                **asdict(direction.found),
                "kinds": {kind: asdict(share) for kind, share in direction.kinds.items()},
                "channels": {name: asdict(share) for name, share in direction.channels.items()},
                "dead": list(direction.dead),
            }
            for direction in tested.directions
        ],
        "citations": asdict(tested.cited) | {"inexact": list(tested.inexact)},
    }


def _broken(tested: SelfTest, model: str, language: Language) -> Iterator[str]:
    """Yield what is broken, with what to do about it."""
    for direction in tested.directions:
        for channel in direction.dead:
            apart = "dead" if direction.asked_in == direction.wanted else "apart"
            what = "words" if channel == "lexical" else "meaning"
            yield message(
                f"selftest-{apart}-{what}",
                language,
                channel=_channel(channel, language),
                asked=message(f"language-{direction.asked_in}", language),
                name=message(f"language-{direction.wanted}", language),
                model=safe(model),
                **asdict(direction.channels[channel]),
            )
    if tested.inexact:
        names = message("separator", language).join(tested.inexact[:NAMED])
        more = "…" if len(tested.inexact) > NAMED else ""
        yield message(
            "selftest-inexact", language, count=len(tested.inexact), names=safe(names + more)
        )


def _name(direction: Direction, language: Language) -> str:
    asked, wanted = (
        message(f"language-{name}", language) for name in (direction.asked_in, direction.wanted)
    )
    return message("selftest-direction", language, asked=asked, wanted=wanted)


def _channel(name: ChannelName, language: Language) -> str:
    return message(f"explain-{name}", language)


def _cell(share: Share) -> str:
    if not share.tried:
        return "–"
    return f"{share.found / share.tried:.0%} ({share.found}/{share.tried})"
