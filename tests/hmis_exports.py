"""Small HMIS exports for tests, written as the systems of either year write them."""

from __future__ import annotations

import os
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "../shared/data/hmis-sample"

CLIENT_2024 = (
    "PersonalID,FirstName,MiddleName,LastName,NameSuffix,NameDataQuality,SSN,SSNDataQuality,DOB,DOBDataQuality,"
    "Woman,Man,NonBinary,CulturallySpecific,Transgender,Questioning,DifferentIdentity,GenderNone,"
    "DifferentIdentityText,VeteranStatus,DateCreated,DateUpdated,UserID,DateDeleted,ExportID"
)
CLIENT_2026 = (
    "PersonalID,FirstName,MiddleName,LastName,NameSuffix,NameDataQuality,SSN,SSNDataQuality,DOB,DOBDataQuality,"
    "VeteranStatus,DateCreated,DateUpdated,UserID,DateDeleted,ExportID,Sex"
)
ENROLLMENT = (
    "EnrollmentID,PersonalID,ProjectID,EntryDate,HouseholdID,RelationshipToHoH,EnrollmentCoC,LivingSituation,"
    "DateCreated,DateUpdated,UserID,DateDeleted,ExportID"
)
EXIT = "ExitID,EnrollmentID,PersonalID,ExitDate,Destination,OtherDestination,UserID,DateDeleted,ExportID"
EXPORT = "ExportID,SourceType,SourceID,SourceName,HashStatus"
USER = "UserID,UserFirstName,UserLastName,DateDeleted,ExportID"
PROJECT = "ProjectID,OrganizationID,ProjectName,ProjectType,DateDeleted,ExportID"
ORGANIZATION = "OrganizationID,OrganizationName,DateDeleted,ExportID"


def row(header: str, **cells: str) -> str:
    """Return a line with ``cells`` by the names of their columns; the others are empty."""
    names = header.split(",")
    assert cells.keys() <= set(names), cells.keys() - set(names)
    return ",".join(f'"{cells[name]}"' if name in cells else "" for name in names)


def client(
    identity: str, first: str = "Ann", last: str = "Lee", header: str = CLIENT_2026, **cells: str
) -> str:
    given = {"DOB": "1980-05-01", "DOBDataQuality": "1", "UserID": "7", **cells}
    return row(header, PersonalID=identity, FirstName=first, LastName=last, **given)


def stay(identity: str, person: str, entered: str = "2024-03-01", **cells: str) -> str:
    given = {"ProjectID": "1", "RelationshipToHoH": "1", "LivingSituation": "116", "HouseholdID": "h1"}
    return row(ENROLLMENT, EnrollmentID=identity, PersonalID=person, EntryDate=entered, **{**given, **cells})


def left(identity: str, on: str = "2024-06-01", destination: str = "410", **cells: str) -> str:
    return row(EXIT, ExitID=identity, EnrollmentID=identity, ExitDate=on, Destination=destination, **cells)


def write_export(
    folder: Path,
    clients: list[str] | None = None,
    stays: list[str] | None = None,
    exits: list[str] | None = None,
    *,
    header: str = CLIENT_2026,
    end: str = "\r\n",
    **others: list[str] | None,
) -> Path:
    """Write an export of two people with three stays, one of them over, or of what is given."""
    if clients is None:
        clients = [client("A1", "Ann", "Lee", header), client("B2", "Bo", "Day", header)]
    if stays is None:
        stays = [
            stay("1", "A1", UserID="7"),
            stay("2", "A1", "2025-01-10", UserID="7"),
            stay("3", "B2", UserID="9"),
        ]
    files = {
        "Client": [header, *clients],
        "Enrollment": [ENROLLMENT, *stays],
        "Exit": [EXIT, *([left("1")] if exits is None else exits)],
        "Export": [EXPORT, "5,4,XX-501,Some CoC,1"],
        "User": [USER, "7,Mulberry,Scratch,,5"],
        "Project": [PROJECT, "1,6,Night Shelter,0,,5"],
        "Organization": [ORGANIZATION, "6,Harbour Trust,,5"],
    }
    folder.mkdir(exist_ok=True)
    for name, lines in {**files, **others}.items():
        if lines is not None:
            (folder / f"{name}.csv").write_bytes((end.join(lines) + end).encode())
    return folder


def state_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its content."""
    return {
        str(Path(at, name).relative_to(folder)): Path(at, name).read_bytes()
        for at, _, names in os.walk(folder)
        for name in names
    }
