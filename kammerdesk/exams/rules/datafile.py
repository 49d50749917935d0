"""Reads a data file of the law strictly: YAML without surprises, checked against the JSON schema beside it."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kammerdesk.base.dates import shorten
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr

if TYPE_CHECKING:
    import yaml
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

Data = Mapping[str, Any]


def read(file: Path) -> Data:
    """The content of a YAML file that satisfies `schema.json` in its folder.

    Raises KammerError with the file's name where it cannot be read, is no YAML, or breaks the schema.
    """
    import yaml

    try:
        content = yaml.load(file.read_bytes(), Loader=_loader())
    except OSError as error:
        raise refusal(file, tr("it cannot be read.")) from error
    except (yaml.YAMLError, RecursionError, UnicodeError) as error:
        place = getattr(error, "problem_mark", None)
        where = tr("line {line}").format(line=place.line + 1) if place else shorten(str(error))
        raise refusal(file, tr("it is not valid YAML ({where}).").format(where=where)) from error
    errors = sorted(_validator(file.parent).iter_errors(content), key=lambda error: list(map(str, error.absolute_path)))
    if errors:
        raise refusal(file, _sentence(errors[0]))
    data: Data = content
    return data


def day(file: Path, data: Data, field: str) -> date | None:
    """A date of the file, None where it is left out; raises KammerError where the calendar does not know it."""
    text: str | None = data.get(field)
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        sentence = tr("“{value}” in {field} is not a date.").format(value=shorten(text), field=field)
        raise refusal(file, sentence) from None


def refusal(file: Path, problem: str) -> KammerError:
    """The error that names the file and what is wrong with it."""
    return KammerError(tr("The file {file} cannot be used: {problem}").format(file=file.name, problem=problem))


@cache
def _loader() -> type[yaml.SafeLoader]:
    """SafeLoader that leaves dates and decimals as text and refuses a key given twice instead of losing the first."""
    import yaml

    class Loader(yaml.SafeLoader):
        """SafeLoader with fewer guesses."""

        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
            """A mapping in which every key stands once."""
            names = [key.value for key, _ in node.value]
            for key, _ in node.value:
                if names.count(key.value) > 1:
                    raise yaml.constructor.ConstructorError(problem="duplicate key", problem_mark=key.start_mark)
            return super().construct_mapping(node, deep)

    unwanted = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:float")
    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag not in unwanted]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return Loader


@cache
def _validator(folder: Path) -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads((folder / "schema.json").read_text("utf-8")))


def _sentence(error: ValidationError) -> str:
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in error.absolute_path)
    instance: Any = error.instance
    schema: Any = error.schema
    if error.validator == "required":
        missing = next(name for name in schema["required"] if name not in instance)
        return tr("{field} is missing.").format(field=f"{place}.{missing}" if place else missing)
    if error.validator == "additionalProperties":
        unknown = next(name for name in instance if name not in schema["properties"])
        return tr("{field} is not a field of this file.").format(field=f"{place}.{unknown}" if place else unknown)
    value = shorten(json.dumps(instance, ensure_ascii=False, default=str))
    return tr("{field} must not be {value}.").format(field=place or tr("the content"), value=value)
