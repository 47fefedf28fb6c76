"""What changes activities, places and hours."""

from linli.station.activities.services.hours import (
    Scan,
    Scanned,
    come,
    confirm,
    dispute,
    go,
    hours_by_hand,
    proof_make,
    proof_withdraw,
    scans_merge,
    spot_checked,
)
from linli.station.activities.services.joining import join, leave
from linli.station.activities.services.netizen import badge_take
from linli.station.activities.services.planning import (
    ShiftPlan,
    activity_cancel,
    activity_close,
    activity_create,
    activity_publish,
)
from linli.station.activities.services.projects import (
    progress_add,
    project_close,
    project_open,
    projects_tick,
    spending_add,
    spending_correct,
)

__all__ = [
    "Scan",
    "Scanned",
    "ShiftPlan",
    "activity_cancel",
    "activity_close",
    "activity_create",
    "activity_publish",
    "badge_take",
    "come",
    "confirm",
    "dispute",
    "go",
    "hours_by_hand",
    "join",
    "leave",
    "progress_add",
    "project_close",
    "project_open",
    "projects_tick",
    "proof_make",
    "proof_withdraw",
    "scans_merge",
    "spending_add",
    "spending_correct",
    "spot_checked",
]
