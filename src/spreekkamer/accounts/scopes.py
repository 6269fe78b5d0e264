"""Who may do what: the only list. What isn't here isn't allowed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody comes to do here; one person has one role."""

    CASE_WORKER = "case_worker", _("Case worker")
    MANAGER = "manager", _("Manager")
    COORDINATOR = "coordinator", _("Security coordinator")
    DPO = "dpo", _("Privacy officer (FG)")
    EXECUTIVE = "executive", _("Executive")
    CLERK = "clerk", _("Policy adviser or clerk")
    ADMINISTRATOR = "administrator", _("Administrator")


class Scope(models.TextChoices):
    """One kind of act, in words that people understand."""

    HOLD_CONVERSATIONS = (
        "hold_conversations",
        _("Open and close an interview room, and see today's conversations"),
    )
    ALARM = "alarm", _("Press the alarm and see who needs help now")
    REPORT_INCIDENTS = "report_incidents", _("Report an incident, and see everything about one's own")
    SEE_INCIDENTS = "see_incidents", _("Look after employees: the incidents in one's own team")
    COORDINATE = "coordinate", _("See cases without names, set the aftercare protocol, bring in history")
    POLICE_FILE = "police_file", _("Make the file for the police and record to whom it went")
    REQUEST_OPENING = "request_opening", _("Ask for a recording to be opened")
    APPROVE_AS_MANAGER = "approve_as_manager", _("Open a recording with the managers' key")
    APPROVE_AS_DPO = "approve_as_dpo", _("Open a recording with the privacy officers' key")
    PLACE_HOLD = "place_hold", _("Keep a recording longer, with a reason and an end")
    SUSPEND = "suspend", _("Stop all filming, or that in one room, at once")
    LIFT_SUSPENSION = "lift_suspension", _("Let filming be asked for again after a suspension")
    SEE_TRACES = "see_traces", _("See who opened, refused and decided what")
    SEE_ASSESSMENTS = "see_assessments", _("Read assessments that have not been decided yet")
    WRITE_ASSESSMENT = "write_assessment", _("Write an assessment and hand it in")
    ADVISE_ASSESSMENT = "advise_assessment", _("Advise on an assessment as privacy officer")
    RECORD_CONSENT = "record_consent", _("Record what the works council answered")
    DECIDE_ASSESSMENT = "decide_assessment", _("Decide on an assessment")
    HANDLE_REQUESTS = "handle_requests", _("Answer residents who use their rights or complain")
    HAND_IN_OUTCOMES = "hand_in_outcomes", _("Hand in counts of decisions, to see that saying no costs nothing")
    SEE_FIGURES = "see_figures", _("See figures and answer questions with them")
    WRITE_ANSWER = "write_answer", _("Write answers to questions, and postpone them")
    RELEASE_ANSWER = "release_answer", _("Release an answer that somebody else wrote")
    WRITE_REPORT = "write_report", _("Write the annual report to the council, and release it")
    IMPORT_APPOINTMENTS = "import_appointments", _("Bring in appointments from calendars and lists")
    ADMINISTER = "administer", _("Manage people, rooms and machines")


SCOPES: dict[Role, frozenset[Scope]] = {
    Role.CASE_WORKER: frozenset({Scope.HOLD_CONVERSATIONS, Scope.ALARM, Scope.REPORT_INCIDENTS}),
    Role.MANAGER: frozenset(
        {
            Scope.ALARM,
            Scope.REPORT_INCIDENTS,
            Scope.SEE_INCIDENTS,
            Scope.POLICE_FILE,
            Scope.REQUEST_OPENING,
            Scope.APPROVE_AS_MANAGER,
            Scope.PLACE_HOLD,
            Scope.HANDLE_REQUESTS,
            Scope.SUSPEND,
            Scope.SEE_ASSESSMENTS,
            Scope.SEE_FIGURES,
        }
    ),
    Role.COORDINATOR: frozenset(
        {
            Scope.ALARM,
            Scope.REPORT_INCIDENTS,
            Scope.COORDINATE,
            Scope.IMPORT_APPOINTMENTS,
            Scope.SEE_ASSESSMENTS,
            Scope.WRITE_ASSESSMENT,
            Scope.SEE_FIGURES,
            Scope.WRITE_ANSWER,
        }
    ),
    Role.DPO: frozenset(
        {
            Scope.REPORT_INCIDENTS,
            Scope.REQUEST_OPENING,
            Scope.APPROVE_AS_DPO,
            Scope.PLACE_HOLD,
            Scope.HANDLE_REQUESTS,
            Scope.SUSPEND,
            Scope.LIFT_SUSPENSION,
            Scope.SEE_TRACES,
            Scope.SEE_ASSESSMENTS,
            Scope.ADVISE_ASSESSMENT,
            Scope.SEE_FIGURES,
            Scope.WRITE_REPORT,
        }
    ),
    Role.EXECUTIVE: frozenset(
        {
            Scope.REPORT_INCIDENTS,
            Scope.SEE_ASSESSMENTS,
            Scope.DECIDE_ASSESSMENT,
            Scope.SUSPEND,
            Scope.LIFT_SUSPENSION,
            Scope.SEE_FIGURES,
            Scope.RELEASE_ANSWER,
        }
    ),
    Role.CLERK: frozenset(
        {
            Scope.REPORT_INCIDENTS,
            Scope.SEE_ASSESSMENTS,
            Scope.WRITE_ASSESSMENT,
            Scope.SEE_FIGURES,
            Scope.HAND_IN_OUTCOMES,
            Scope.WRITE_ANSWER,
            Scope.RELEASE_ANSWER,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Scope.REPORT_INCIDENTS,
            Scope.ADMINISTER,
            Scope.IMPORT_APPOINTMENTS,
            Scope.SEE_ASSESSMENTS,
            Scope.RECORD_CONSENT,
        }
    ),
}


def allowed(role: str, scope: Scope) -> bool:
    """Whether this role may do this; an unknown role may do nothing."""
    return scope in SCOPES.get(Role(role), frozenset()) if role in Role.values else False
