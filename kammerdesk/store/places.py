"""Places where data would be lost: network drives break the database's locks, cloud folders copy it half written."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr

_NETWORK = (
    r"nfs4?|cifs|smb3|smbfs|ncpfs|afs|coda|ceph|gfs2|ocfs2|glusterfs|lustre|beegfs|davfs|fuse\."
    r"(sshfs|rclone|davfs2?|gvfsd-fuse|kio-fuse|s3fs|glusterfs|ceph|curlftpfs|smbnetfs|onedriver|google-drive-ocamlfuse)"
)
"""File systems of other computers. 9p, virtiofs and overlay are not among them: virtual machines have those."""

_SERVICES = {
    "OneDrive": r"onedrive( ?- .+)?|skydrive",
    "Dropbox": r"dropbox( \(.+\))?",
    "Nextcloud": r"nextcloud\d*",
    "ownCloud": r"owncloud\d*",
    "Google Drive": r"google ?drive|my drive|meine ablage",
    "iCloud Drive": r"icloud ?drive|mobile documents|com~apple~clouddocs",
    "MagentaCLOUD": r"magentacloud",
    "HiDrive": r"hidrive",
    "Seafile": r"seafile",
}
"""How the folders of cloud services are called, as they come from the installation."""

_MARKERS = {
    "OneDrive": r"\.849c9593-d756-4e56-8d6e-42412f2a707b",
    "Dropbox": r"\.dropbox|\.dropbox\.cache/",  # the folder .dropbox/ in a home is only the program's own
    "Nextcloud": r"\.nextcloudsync\.log|\._?sync_[0-9a-f]+\.db",
    "ownCloud": r"\.owncloudsync\.log",
    "Google Drive": r"\.tmp\.drive(down|up)load/",
    "Syncthing": r"\.stfolder/?",
}
"""What the services leave in the uppermost folder they synchronise; names of folders end with a slash."""

_WINDOWS_REMOTE_DRIVE = 4


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the system says about a folder: its mounts (/proc/self/mountinfo), environment, and names from there up."""

    mounts: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    names: Sequence[str] = ()
    remote_drive: bool = False


def refuse_unsafe_place(folder: Path) -> None:
    """Raises KammerError for a folder on a network drive or in the folder of a cloud service, and says what to do."""
    place = folder.resolve()
    sentence = objection(place, _surroundings(place))
    if sentence:
        raise KammerError(sentence)


def objection(folder: PurePath, around: Surroundings) -> str | None:
    """Why data must not lie in a folder (an absolute path without links), and what to do; None when they may."""
    drive = _network_drive(folder, around)
    if drive:
        return tr(
            "The data must not lie on a network drive: “{folder}” ({drive}). There they would be damaged when two "
            "computers write at once. Please choose a folder on a drive of this computer."
        ).format(folder=folder, drive=drive)
    service = _cloud_service(folder, around)
    if service:
        return tr(
            "The data must not lie in a folder that {service} synchronises: “{folder}”. It would copy them half "
            "written and damage them. Please choose a folder that is not synchronised."
        ).format(folder=folder, service=service)
    return None


def _network_drive(folder: PurePath, around: Surroundings) -> str | None:
    if isinstance(folder, PureWindowsPath):
        drive = folder.drive.upper()
        unc = drive.startswith("\\\\?\\UNC\\") or (drive.startswith("\\\\") and drive[2:4] not in ("?\\", ".\\"))
        return folder.drive if unc or around.remote_drive else None
    best = max(
        (mount for mount in _mounts(around.mounts) if folder.is_relative_to(mount[0])),
        key=lambda mount: len(mount[0].parts),
        default=None,
    )
    return best[1] if best and re.fullmatch(_NETWORK, best[1]) else None


def _mounts(text: str) -> list[tuple[PurePosixPath, str]]:
    """Mount points with their file systems (proc_pid_mountinfo(5)), the newest first: it hides older ones."""
    found = []
    for line in text.splitlines():
        before, dash, after = line.partition(" - ")
        fields = before.split(" ")
        if dash and len(fields) > 4 and after:
            point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[4])
            found.append((PurePosixPath(point), after.split(" ")[0]))
    return found[::-1]


def _cloud_service(folder: PurePath, around: Surroundings) -> str | None:
    for name, value in around.environment.items():
        if name.casefold().startswith("onedrive") and value and folder.is_relative_to(type(folder)(value)):
            return "OneDrive"
    for patterns, names in ((_SERVICES, folder.parts), (_MARKERS, around.names)):
        for service, pattern in patterns.items():
            if any(re.fullmatch(pattern, name, re.IGNORECASE) for name in names):
                return service
    return None


def _surroundings(folder: Path) -> Surroundings:
    mounts = Path("/proc/self/mountinfo")
    return Surroundings(
        mounts=mounts.read_text(encoding="utf-8", errors="surrogateescape") if mounts.exists() else "",
        environment=os.environ,
        names=tuple(_names(folder)),
        remote_drive=_on_remote_drive(folder),
    )


def _names(folder: Path) -> Iterator[str]:
    """What lies in a folder and in all above it, as far as it may be seen; only hidden names can be markers."""
    for place in (folder, *folder.parents):
        with suppress(OSError), os.scandir(place) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    yield f"{entry.name}/" if entry.is_dir() else entry.name


if sys.platform == "win32":

    def _on_remote_drive(folder: Path) -> bool:
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == _WINDOWS_REMOTE_DRIVE)

else:

    def _on_remote_drive(_folder: Path) -> bool:
        return False
