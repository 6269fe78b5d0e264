"""Who is who in the tests: the same people everywhere, each with one role."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.test import Client
from pyrage import x25519
from tests.assessments.proposals import decided, records

from spreekkamer.accounts import second_factor
from spreekkamer.accounts.models import Municipality, Person, SealKey
from spreekkamer.accounts.scopes import Role
from spreekkamer.assessments import actions
from spreekkamer.assessments.models import Assessment
from spreekkamer.conversations import actions as conversations
from spreekkamer.conversations.models import Conversation, Kind, Law, Reason, Room

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
MOTIVATION = "In het gesprek van 3 november dreigde de inwoner de consulent buiten op te wachten."


@dataclass
class Town:
    """A municipality with two rooms (one with a camera), an assessment that covers it, and a person per role."""

    people: dict[str, Person]
    camera_room: Room
    plain_room: Room
    alarm_token: str
    assessment: Assessment

    def client(self, role: str) -> Client:
        """A browser in which the person with this role is signed in, with second factor where that is asked."""
        client = Client()
        person = self.people[role]
        Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={"data": {}})
        client.force_login(person)
        session = client.session
        session[second_factor.SESSION_KEY] = True
        session.save()
        return client


def found_town() -> Town:
    """Make it."""
    Municipality.objects.create(name="Gemeente Voorbeeldstad", counting_since=date(2026, 5, 1))
    people = {
        role: Person.objects.create(email=f"{role}@voorbeeldstad.example", name=f"Test {role}", role=role)
        for role in Role.values
    }
    for role in (Role.MANAGER, Role.DPO):
        recipient = str(x25519.Identity.generate().to_public())
        SealKey.objects.create(holder=people[role], recipient=recipient, identity=b"")
    camera_room, token = conversations.add_room(slug="kamer-1", name="Kamer 1", location="Stadhuis", camera="cam-1")
    plain_room, _token = conversations.add_room(slug="kamer-2", name="Kamer 2", location="Stadhuis")
    assessment = decided(people, on=date(2026, 5, 1), expires_on=date(2027, 5, 1))
    for month in range(11):  # as the worker does, so that the outcome of the test is never an old one
        actions.check(assessment, records=records(), on=date(2026 + (month + 4) // 12, (month + 4) % 12 + 1, 1))
    assessment.refresh_from_db()
    return Town(people, camera_room, plain_room, token, assessment)


def plan_talk(town: Town, *, room: Room | None = None, starts_at: datetime = NOW, **lacking: bool) -> Conversation:
    """A planned talk for which a permit would be given, unless told what is `lacking`: wish=False, notice=False."""
    talk = conversations.plan(
        reference="VB-1",
        law=Law.PARTICIPATION,
        kind=Kind.REVIEW,
        room=room or town.camera_room,
        case_worker=town.people[Role.CASE_WORKER],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=45),
    )
    if lacking.get("notice", True):
        sent = (starts_at - timedelta(days=14)).date()
        conversations.send_notice(talk, sent_on=sent, assessment_version="2026-1")
    if lacking.get("wish", True):
        conversations.ask_for_camera(talk, reason=Reason.THREAT, motivation=MOTIVATION, at=starts_at)
    return Conversation.objects.get(pk=talk.pk)
