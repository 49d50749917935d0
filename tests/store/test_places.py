"""Data lie on a drive of this computer, outside of every cloud folder; what virtual machines mount is such a drive."""

from __future__ import annotations

from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.errors import KammerError
from kammerdesk.store.places import Surroundings, objection, refuse_unsafe_place
from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema

MOUNTS = r"""
22 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw
30 22 0:26 / /home rw,relatime shared:10 - btrfs /dev/mapper/home rw
31 30 0:44 / /home/kroeger/Netz rw,relatime shared:20 - cifs //server/pruefungen rw
32 31 0:45 / /home/kroeger/Netz/lokal rw - xfs /dev/sdb1 rw
33 22 0:46 / /srv/nfs rw,relatime - nfs4 server:/export rw
34 22 0:47 / /mnt/Eigene\040Dateien rw shared:3 master:1 - fuse.sshfs kroeger@server:/ rw
35 22 0:48 / /gast rw - 9p hostshare rw
36 22 0:49 / /teil rw - virtiofs share rw
37 22 0:50 / /container rw - overlay overlay rw
38 22 0:51 / /stick rw - fuseblk /dev/sdc1 rw
39 22 0:52 / /auto rw - autofs systemd-1 rw
40 39 0:53 / /auto rw - nfs server:/auto rw
"""


def said(folder: PurePath, around: Surroundings | None = None) -> str | None:
    return objection(folder, around or Surroundings(mounts=MOUNTS))


@pytest.mark.parametrize(
    ("folder", "drive"),
    [
        ("/home/kroeger/Netz/KammerDesk", "cifs"),
        ("/srv/nfs", "nfs4"),
        ("/mnt/Eigene Dateien/KammerDesk", "fuse.sshfs"),
        ("/auto/daten", "nfs"),
    ],
)
def test_network_drives_are_refused_and_named(folder: str, drive: str) -> None:
    sentence = said(PurePosixPath(folder))
    assert sentence is not None
    assert "Netzlaufwerk" in sentence
    assert f"({drive})" in sentence
    assert folder in sentence


@pytest.mark.parametrize(
    "folder",
    [
        "/home/kroeger/.local/share/KammerDesk",
        "/home/kroeger/Netz/lokal/daten",  # the longest mount counts
        "/home/kroeger/Netzplan",  # only whole names are mounts
        "/gast/daten",
        "/teil",
        "/container/x",
        "/stick/KammerDesk",
    ],
)
def test_drives_of_this_computer_are_good_also_in_virtual_machines(folder: str) -> None:
    assert said(PurePosixPath(folder)) is None


@pytest.mark.parametrize(
    ("folder", "remote", "refused"),
    [
        (r"\\server\pruefungen\daten", False, True),
        (r"\\?\UNC\server\pruefungen\daten", False, True),
        (r"\\?\C:\Users\kroeger\KammerDesk", False, False),
        (r"C:\Users\kroeger\AppData\Local\KammerDesk", False, False),
        (r"P:\KammerDesk", True, True),
    ],
)
def test_windows_tells_network_drives_by_name_or_kind(folder: str, remote: bool, refused: bool) -> None:
    sentence = said(PureWindowsPath(folder), Surroundings(remote_drive=remote))
    assert (sentence is not None and "Netzlaufwerk" in sentence) == refused


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        (PureWindowsPath(r"C:\Users\kroeger\OneDrive\Dokumente\KammerDesk"), "OneDrive"),
        (PureWindowsPath(r"C:\Users\kroeger\OneDrive - IHK Braunschweig\KammerDesk"), "OneDrive"),
        (PureWindowsPath(r"G:\Meine Ablage\KammerDesk"), "Google Drive"),
        (PureWindowsPath(r"C:\Users\kroeger\iCloudDrive\KammerDesk"), "iCloud Drive"),
        (PurePosixPath("/home/kroeger/Dropbox (IHK)/daten"), "Dropbox"),
        (PurePosixPath("/home/kroeger/Nextcloud2/daten"), "Nextcloud"),
        (PurePosixPath("/home/kroeger/ownCloud"), "ownCloud"),
    ],
)
def test_cloud_folders_are_refused_and_named(folder: PurePath, service: str) -> None:
    sentence = said(folder, Surroundings())
    assert sentence is not None
    assert f"{service} abgleicht" in sentence
    assert "Netzlaufwerk" not in sentence


def test_a_folder_that_only_speaks_of_a_cloud_is_good() -> None:
    for name in ("Dropbox-Abschied", "Mein OneDrive-Ersatz", "nextcloud-server-handbuch"):
        assert said(PurePosixPath("/home/kroeger") / name) is None


def test_the_environment_tells_where_onedrive_lies_whatever_it_is_called() -> None:
    around = Surroundings(environment={"ONEDRIVECOMMERCIAL": r"D:\Firma", "OneDrive": ""})
    assert said(PureWindowsPath(r"d:\firma\KammerDesk"), around) is not None
    assert said(PureWindowsPath(r"D:\Firma2\KammerDesk"), around) is None


@pytest.mark.parametrize("marker", [".dropbox", ".sync_0a1b2c3d4e5f.db", ".owncloudsync.log", ".stfolder/"])
def test_what_the_services_leave_in_their_folder_gives_them_away(marker: str) -> None:
    assert said(PurePosixPath("/daten/abgleich"), Surroundings(names=(".bashrc", marker))) is not None


def test_the_dropbox_program_in_a_home_is_no_cloud_folder() -> None:
    assert said(PurePosixPath("/home/kroeger/daten"), Surroundings(names=(".dropbox/", ".sync_mit_allen.db"))) is None


def test_the_place_itself_is_looked_at_from_the_folder_up(tmp_path: Path) -> None:
    refuse_unsafe_place(tmp_path / "nicht" / "da")
    (tmp_path / ".owncloudsync.log").touch()
    with pytest.raises(KammerError, match="ownCloud"):
        refuse_unsafe_place(tmp_path / "nicht" / "da")


def test_a_link_into_a_cloud_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "daten").symlink_to(tmp_path / "Dropbox")
    with pytest.raises(KammerError, match="Dropbox"):
        refuse_unsafe_place(tmp_path / "daten")


def test_no_store_is_made_or_opened_in_such_a_place(store: Store, tmp_path: Path, clock: FixedClock) -> None:
    cloud = tmp_path / "Nextcloud"
    with pytest.raises(KammerError, match="Nextcloud"):
        Store.create(cloud, "BS", schema(), user="kroeger", clock=clock, demonstration=True)
    assert not cloud.exists()
    store.close()
    (tmp_path / "bs").rename(cloud)
    with pytest.raises(KammerError, match="Nextcloud"):
        Store.open(cloud, user="kroeger")
