"""Packages of Office as texts that a fuzzer can change: the parts, each below a line of its name.

Bytes of a zip that are changed at random break its checksums, and XML so changed is seldom
well-formed; here the trees of the parts are changed, and packed anew for each run.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from random import Random
from typing import Any, Final

import lxml.etree

from tests.fuzz.mutation import ODD, Mutation, edge_number, text_mutation

_NAME = re.compile(rb"^=== (.*)\n", re.MULTILINE)
_DEEPEST: Final = 300
_LARGEST: Final = 3_000
"""Elements that a copy makes at most."""


def unpack(content: bytes) -> bytes:
    """Return the parts of a package as one text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return write({name.encode(): archive.read(name) for name in archive.namelist()})


def write(parts: Mapping[bytes, bytes]) -> bytes:
    """Return parts as one text."""
    return b"".join(b"=== %s\n%s\n" % (name, content) for name, content in parts.items())


def parts_of(text: bytes) -> dict[bytes, bytes]:
    """Return the parts in a text; what stands before the first name is lost."""
    names = list(_NAME.finditer(text))
    ends = [*(match.start() for match in names[1:]), len(text)]
    return {
        match[1]: text[match.end() : end].rstrip(b"\n")
        for match, end in zip(names, ends, strict=False)
    }


def pack(text: bytes) -> bytes:
    """Return the package of a text."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts_of(text).items():
            archive.writestr(name.decode("utf-8", "replace").replace("\0", "") or "_", content)
    return buffer.getvalue()


def package_mutation(tokens: tuple[str, ...]) -> Mutation:
    """Return what changes the tree of one part in one to four places, at times its text.

    Parameters
    ----------
    tokens
        Words that texts and attributes of the format have.
    """
    change_text = text_mutation(tokens)

    def mutate(text: bytes, random: Random) -> bytes:
        parts = parts_of(text)
        if not parts:
            return change_text(text, random)
        name = random.choice(list(parts))
        if random.random() < 0.03:
            del parts[name]
            return write(parts)
        tree = _parse(parts[name])
        if tree is None or random.random() < 0.1:
            parts[name] = change_text(parts[name], random)
            return write(parts)
        for _ in range(random.randint(1, 4)):
            # Of a part that names no namespace, a name with a prefix cannot be given to others.
            with suppress(ValueError):
                random.choice(_CHANGES)(tree, random, tokens)
        parts[name] = lxml.etree.tostring(tree)
        return write(parts)

    return mutate


def _parse(content: bytes) -> Any:
    try:
        return lxml.etree.fromstring(content, lxml.etree.XMLParser(resolve_entities=False))
    except (lxml.etree.XMLSyntaxError, ValueError):
        return None


def _elements(tree: Any) -> Iterator[Any]:
    return (element for element in tree.iter() if isinstance(element.tag, str))


def _any(tree: Any, random: Random) -> Any:
    return random.choice(list(_elements(tree)))


def _delete(tree: Any, random: Random, tokens: tuple[str, ...]) -> None:
    element = _any(tree, random)
    if element is not tree:
        element.getparent().remove(element)


def _copy(tree: Any, random: Random, tokens: tuple[str, ...]) -> None:
    element, place = _any(tree, random), _any(tree, random)
    if sum(1 for _ in element.iter()) + sum(1 for _ in tree.iter()) < _LARGEST:
        place.insert(random.randint(0, len(place)), deepcopy(element))


def _repeat(tree: Any, random: Random, tokens: tuple[str, ...]) -> None:
    element = _any(tree, random)
    times = random.choice((1, 2, 5, 30))
    if element is not tree and times * sum(1 for _ in element.iter()) < _LARGEST:
        for _ in range(times):
            element.addnext(deepcopy(element))


def _nest(tree: Any, random: Random, tokens: tuple[str, ...]) -> None:
    """Put an element into copies of itself, without what is in it."""
    element = _any(tree, random)
    if element is tree:
        return
    for _ in range(random.choice((1, 1, 2, 5, _DEEPEST))):
        around = lxml.etree.Element(element.tag, element.attrib)
        element.addprevious(around)
        around.append(element)


def _unwrap(tree: Any, random: Random, tokens: tuple[str, ...]) -> None:
    element = _any(tree, random)
    if element is not tree:
        for child in list(element):
            element.addprevious(child)
        element.getparent().remove(element)


def _rename(tree: Any, random: Random, tokens: tuple[str, ...]) -> None:
    _any(tree, random).tag = _any(tree, random).tag


def _set_attribute(tree: Any, random: Random, tokens: tuple[str, ...]) -> None:
    described = [element for element in _elements(tree) if element.attrib]
    if not described:
        return
    element, other = random.choice(described), random.choice(described)
    name = random.choice(list(element.attrib))
    value = random.choice(
        (edge_number(random), random.choice(tokens), random.choice(list(other.attrib.values())))
    )
    if random.random() < 0.2:
        element.attrib.pop(name)
    elif random.random() < 0.2:
        _any(tree, random).set(random.choice(list(other.attrib)), _plain(value))
    else:
        element.set(name, _plain(value))


def _set_text(tree: Any, random: Random, tokens: tuple[str, ...]) -> None:
    told = [element for element in _elements(tree) if element.text]
    element = random.choice(told) if told and random.random() < 0.8 else _any(tree, random)
    piece = random.choice((random.choice(tokens), random.choice(ODD), edge_number(random)))
    text = element.text or ""
    place = random.randint(0, len(text))
    element.text = _plain(piece if random.random() < 0.3 else text[:place] + piece + text[place:])


def _plain(text: str) -> str:
    """Return text without the control characters that XML cannot have."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)


_CHANGES: Final[tuple[Callable[[Any, Random, tuple[str, ...]], None], ...]] = (
    _delete,
    _copy,
    _copy,
    _repeat,
    _nest,
    _unwrap,
    _rename,
    _set_attribute,
    _set_attribute,
    _set_attribute,
    _set_text,
    _set_text,
)
