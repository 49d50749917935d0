"""What was copied does not disturb the end of the program."""

from __future__ import annotations

import subprocess
import sys

COPY_AND_END = """
from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication
from kammerdesk.ui.kit.copying import put_on_clipboard

app = QApplication([])
for text in ("Aydin", "Baran"):
    data = QMimeData()
    data.setText(text)
    put_on_clipboard(data)
    del data
print(app.clipboard().text())
"""


def test_a_program_that_copied_something_ends_well() -> None:
    ended = subprocess.run([sys.executable, "-c", COPY_AND_END], capture_output=True, text=True, check=False)
    assert ended.stdout == "Baran\n", ended.stderr
    assert ended.returncode == 0
