"""A case (案卷): the frozen value that server, feed, cache and windows share; `rules.lifecycle.apply` changes it."""

from enum import StrEnum

from rules.alarm import Alarm
from rules.assignment import Assignment, Request
from rules.check import Check
from rules.clock import Clock, Limit
from rules.frozen import Frozen
from rules.ledger import Ledger
from rules.recurrence import Earlier
from rules.replies import FollowUp, Reply


class Stage(StrEnum):
    """Where a case stands. Suspended, urged, overdue and the like are facts beside the stage, never stages."""

    REPORTED = "reported"  # 待受理
    PRE_CHECK = "pre_check"  # 待核实: a pre-check is out
    ACCEPTED = "accepted"  # 待立案: handed to the shift leader
    TO_DISPATCH = "to_dispatch"  # 待派遣: filed; with round > 0 it is 待再次派遣 or 被退回
    WITH_UNITS = "with_units"  # 已派遣
    TO_CONFIRM = "to_confirm"  # 待核对
    TO_VERIFY = "to_verify"  # 待核查
    TO_CLOSE = "to_close"  # 待结案
    CLOSED = "closed"
    FORCED = "forced"
    VOID = "void"
    DECLINED = "declined"
    ANSWERED = "answered"
    PASSED_ON = "passed_on"
    DUPLICATE = "duplicate"


ENDED = frozenset(
    {Stage.CLOSED, Stage.FORCED, Stage.VOID, Stage.DECLINED, Stage.ANSWERED, Stage.PASSED_ON, Stage.DUPLICATE}
)


class PhotoKind(StrEnum):
    """What a photo shows and in which step it was taken."""

    OVERVIEW = "overview"
    CLOSE_UP = "close_up"
    REFERENCE = "reference"
    AFTER = "after"
    CHECK = "check"
    PROOF = "proof"
    MARKED = "marked"


class Photo(Frozen, frozen=True):
    """One picture, kept by content: `sha256` names the bytes; the marks of a reviewer lie beside it, in per mille."""

    sha256: str
    kind: PhotoKind
    round: int = 0
    owner: str = ""  # assignment, check or request id; "" = the report itself
    mime: str = "image/jpeg"
    size: int = 0
    taken_at: int = 0
    lon: int = 0
    lat: int = 0
    by: str = ""
    marks: tuple[tuple[int, int, int, int], ...] = ()  # x, y, width, height in 1/1000 of the picture
    of: str = ""  # a marked photo: the sha256 that it marks
    document: str = ""  # the sha256 of the PDF that it is a page of


class Milestone(Frozen, frozen=True):
    """One of several limits of a condition (arrive, make safe, repair), with its own clock and proof."""

    key: str
    assignment: str
    limit: Limit
    clock: Clock
    reached_at: int = 0
    proof: str = ""


class Recorded(Frozen, frozen=True):
    """What an imported row itself says; nothing in it is judged by us."""

    source_number: str = ""
    on_time: str = ""
    closed_reason: str = ""
    department: str = ""
    due_at: int = 0
    row: int = 0


class Case(Frozen, frozen=True):
    """One case with its legs, checks, requests, photos and milestones; instants ms UTC, points 1e-7 degree CGCS2000."""

    id: str
    version: int = 0
    stage: Stage = Stage.REPORTED
    number: str = ""
    draft_number: str = ""  # 临A1-7: what the desk that registered it said of it before it had a number
    external_number: str = ""
    external_due: int = 0
    source: str = ""
    category: str = ""  # "event-01-10" = kind-major-minor
    condition: str = ""  # "event-01-10-1"; set when filed
    words: str = ""
    address: str = ""
    address_en: str = ""
    lon: int = 0
    lat: int = 0
    located: bool = False
    datum: str = "cgcs2000"
    given: str = ""  # the coordinates as they were given, in `datum`
    unit_grid: str = ""
    duty_grid: str = ""  # responsibility grid
    district: str = ""
    street: str = ""
    community: str = ""
    owner: str = ""  # 权属单位 of the component that it is about, where known
    urgent: bool = False
    important: bool = False
    wants_answer: bool = False
    personal: str = ""  # id of the personal record, never its content
    reported_at: int = 0
    reported_by: str = ""
    accepted_at: int = 0
    filed_at: int = 0
    filed_by: str = ""
    first_dispatched_at: int = 0
    handed_at: int = 0  # last time it came to the command centre
    feedback_at: int = 0  # the lead's feedback that reached the city last
    closed_at: int = 0
    ended_reason: str = ""
    closing: tuple[str, ...] = ()  # closing conditions that were met
    answer: str = ""  # what the reporter is told
    replies: tuple[Reply, ...] = ()  # what was answered, by whom and how
    follow_ups: tuple[FollowUp, ...] = ()  # calls back after closing (回访)
    declined_by: str = ""  # who proposed to decline it, while another person has not looked at that
    decline_reason: str = ""
    decline_answer: str = ""  # what the reporter is told once it is agreed to
    passed_to: str = ""
    acknowledged_at: int = 0
    duplicate_of: str = ""
    limit: Limit | None = None
    city_version: str = ""
    calendar_version: str = ""
    stage_since: int = 0
    stage_clock: Clock | None = None
    round: int = 0
    rework: int = 0  # failed verdicts (the mark on the row)
    rework_sent: int = 0  # failed verdicts followed by a dispatch to the same unit (返工次数)
    wrong_dispatches: int = 0  # upheld returns
    shirked: int = 0  # refused returns (推诿)
    feedback_refused: int = 0  # 反馈驳回
    extensions: int = 0
    proposed: str = ""  # unit proposed for a re-dispatch
    ruling: str = ""  # number of the ruling (裁定) by which `ruled_unit` is responsible
    ruled_unit: str = ""
    rulings: int = 0  # made on this case
    ownership: str = ""  # 确权 of nobody's case: "" | sought | settled
    ownership_since: int = 0
    verdict: str = ""  # words of the last failed check or returned request
    urged_at: int = 0
    urged_by: str = ""
    urged_reason: str = ""
    urge_answered_at: int = 0
    leader_list: bool = False
    suspended_at: int = 0
    suspended_until: int = 0
    suspended_reason: str = ""
    suspensions: int = 0
    recurrence: int = 0  # closed cases of this class at this place within the city's window
    recurs: tuple[Earlier, ...] = ()  # the newest of them
    cause_asked: bool = False  # so often that its cause is asked for
    cause: str = ""
    cause_at: int = 0
    cause_by: str = ""
    measure: str = ""  # what is done so that it does not come back
    ledgers: tuple[Ledger, ...] = ()  # 协调台账, at most one of them open
    appeal: str = ""  # "" | pending | granted | refused
    self_handled: bool = False
    alarm: Alarm | None = None  # what a machine said of it, where it was a machine that reported it
    hands: tuple[str, ...] = ()  # who of supervision did something with it (经办)
    dispatchers: tuple[str, ...] = ()  # who dispatched in any round: never verifies or closes (duty rule)
    legs: tuple[Assignment, ...] = ()
    checks: tuple[Check, ...] = ()
    requests: tuple[Request, ...] = ()
    photos: tuple[Photo, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    recorded: Recorded | None = None
    events: int = 0  # number of events so far; the next one is events + 1


class Event(Frozen, frozen=True):
    """One line of the append-only history of a case; `data` holds short words and numbers of the deed."""

    case_id: str
    n: int
    verb: str
    at: int  # occurred, ms UTC
    received_at: int
    actor: str
    role: str
    target: str = ""  # assignment, check or request id
    unit: str = ""
    before: str = ""  # stage before
    after: str = ""  # stage after
    reason: str = ""
    text: str = ""
    quality: str = "server"  # clock quality: server | corrected | offline | doubtful | recorded | reply
    command: str = ""
    data: tuple[tuple[str, str], ...] = ()
