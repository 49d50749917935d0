"""Lets LibreOffice merge letters into one PDF; runs under the Python that knows `uno`, so it imports nothing of ours.

python3 merge_letters.py FOLDER   (with letter.odt and recipients.csv; writes letters.pdf)
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]

PIPE, SOURCE, TABLE = "kammerdesk-bench", "bench", "recipients"
SHELL, TABLE_COMMAND = 4, 0  # css.text.MailMergeType.SHELL, css.sdb.CommandType.TABLE


def connected() -> Any:
    """The service manager of the office that is starting; gives up after a minute."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(1200):
        try:
            return resolver.resolve(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext").ServiceManager
        except NoConnectException:
            time.sleep(0.05)
    raise SystemExit("LibreOffice did not start within a minute")


def register_source(services: Any, folder: Path) -> None:
    """Makes the folder of CSV files known as a data source."""
    sources = services.createInstance("com.sun.star.sdb.DatabaseContext")
    if sources.hasRegisteredDatabase(SOURCE):
        sources.revokeDatabaseLocation(SOURCE)
    source = sources.createInstance()
    source.URL = "sdbc:flat:" + folder.as_uri()
    given = {"HeaderLine": True, "FieldDelimiter": ",", "StringDelimiter": '"', "Extension": "csv", "CharSet": "UTF-8"}
    source.Info = tuple(PropertyValue(name, 0, value, 0) for name, value in given.items())
    file = (folder / "source.odb").as_uri()
    source.DatabaseDocument.storeAsURL(file, ())
    sources.registerDatabaseLocation(SOURCE, file)


def merge(services: Any, folder: Path) -> None:
    """One PDF with all letters; asking for the merged document and storing it ourselves is what does not crash."""
    job = services.createInstance("com.sun.star.text.MailMerge")
    job.DataSourceName, job.CommandType, job.Command = SOURCE, TABLE_COMMAND, TABLE
    job.DocumentURL = (folder / "letter.odt").as_uri()
    job.OutputType, job.SaveAsSingleFile = SHELL, True
    merged = job.execute(())
    merged.storeToURL((folder / "letters.pdf").as_uri(), (PropertyValue("FilterName", 0, "writer_pdf_Export", 0),))
    merged.close(True)


def main(folder: Path) -> None:
    """Starts the office, merges, ends it; tells the seconds of the merge alone."""
    office = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            f"--accept=pipe,name={PIPE};urp",
        ]
    )
    services = connected()
    register_source(services, folder)
    begun = time.perf_counter()
    merge(services, folder)
    seconds = time.perf_counter() - begun
    services.createInstance("com.sun.star.frame.Desktop").terminate()
    office.wait()
    print(json.dumps({"work": seconds}))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
