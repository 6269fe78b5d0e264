"""The resident's own page: is there a camera, say no, the proof, a request. Without account, without JavaScript."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from spreekkamer.accounts.access import public
from spreekkamer.conversations import queries as conversations
from spreekkamer.conversations.models import Conversation, State
from spreekkamer.errors import Refused
from spreekkamer.gate import queries as gate
from spreekkamer.gate.states import camera_state
from spreekkamer.ledger import queries as ledger
from spreekkamer.ledger.note import VerifierKey
from spreekkamer.ledger.proof import ProofError
from spreekkamer.residents.desk import actions, rules
from spreekkamer.residents.desk.access import let_in, let_out, with_code
from spreekkamer.residents.desk.pages import page, texts_for
from spreekkamer.residents.models import Letter, Receipt, Request, RequestKind
from spreekkamer.residents.notice import queries as notice
from spreekkamer.residents.receipts import bundle
from spreekkamer.residents.receipts import queries as receipts
from spreekkamer.residents.rights import actions as rights
from spreekkamer.residents.rights import letter as answers
from spreekkamer.residents.rights import queries as rights_queries
from spreekkamer.residents.texts import Texts

MOST_MESSAGE = 2000
NOW = {
    "buffering": ("camera.memory", "memory", "camera-memory"),
    "connecting": ("camera.memory", "memory", "camera"),
    "recording": ("camera.recording", "alarm", "record"),
    "ending": ("camera.recording", "alarm", "record"),
    "failed": ("camera.problem", "problem", "warning"),
    "unknown": ("camera.problem", "problem", "question"),
    "off": ("camera.is_off", "off", "camera-off"),
}
"""The state of the camera now: its text, look and icon."""


@dataclass(frozen=True)
class Shown:
    """The camera as a resident sees it."""

    title: str
    look: str
    icon: str
    why: str = ""
    how: str = ""


@public
@csrf_protect
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Type the code from the letter."""
    texts = texts_for(request)
    if request.method == "GET":
        return _enter(request, texts, {"left": "klaar" in request.GET})
    reached = notice.contact()
    phone, at = reached.phone if reached else "", timezone.now()
    try:
        letter = actions.enter(request.POST.get("code", ""), address=request.META.get("REMOTE_ADDR", ""), at=at)
    except actions.LockedError:
        problem = texts.say("enter.locked", phone=phone)
        return _enter(request, texts, {"problem": problem}, status=429)
    if letter is None:
        problem = texts.say("enter.wrong", phone=phone)
        return _enter(request, texts, {"problem": problem}, status=400)
    let_in(request, letter, at)
    return redirect("residents:talk")


def _enter(request: HttpRequest, texts: Texts, extra: dict[str, object], *, status: int = 200) -> HttpResponse:
    examples = [
        (notice.code_of(letter), f"{texts.moment(letter.conversation.starts_at)}, {letter.conversation.room}")
        for letter in notice.example_letters()
    ]
    return page(request, "residents/enter.html", texts, {"examples": examples, **extra}, status=status)


@with_code
@require_GET
def talk(request: HttpRequest, letter: Letter) -> HttpResponse:
    """Everything about one conversation."""
    return _talk(request, letter, {"said_no": "nee" in request.GET, "asked": _asked(request, letter)})


@with_code
@require_POST
def say_no(request: HttpRequest, letter: Letter) -> HttpResponse:
    """No to filming: one step, no reason."""
    if not actions.say_no(letter, at=timezone.now()):
        return _talk(request, letter, {"problem": texts_for(request).say("no.over")}, status=409)
    return redirect(f"{reverse('residents:talk')}?nee")


@with_code
@require_POST
def ask(request: HttpRequest, letter: Letter) -> HttpResponse:
    """Use a right, or complain."""
    texts = texts_for(request)
    kind, message = request.POST.get("kind", ""), request.POST.get("message", "").strip()
    typed = {"chosen": kind, "message": message}
    if kind not in RequestKind.values:
        return _talk(request, letter, {**typed, "problem": texts.say("request.choose")}, status=400)
    if len(message) > MOST_MESSAGE:
        return _talk(request, letter, {**typed, "problem": texts.say("request.long")}, status=400)
    try:
        made = rights.receive(
            letter.conversation, kind=kind, message=message, language=texts.language, at=timezone.now()
        )
    except Refused:
        return _talk(request, letter, {**typed, "problem": texts.say("request.known")}, status=409)
    return redirect(f"{reverse('residents:talk')}?verzoek={made.pk}")


@with_code
@require_GET
def proof(request: HttpRequest, letter: Letter, receipt_id: uuid.UUID) -> HttpResponse:
    """The proof to take home."""
    receipt = get_object_or_404(Receipt, pk=receipt_id, letter=letter)
    made = receipts.proven(receipt, at=timezone.now())
    if made is None:
        raise Http404
    texts = texts_for(request)
    address = request.build_absolute_uri(reverse("residents:check"))
    command = f"spreekkamer receipt verify {bundle.NAME} --key {ledger.public_key()}"
    readme = f"{_outcome(texts, receipt)}\n\n{texts.say('receipt.readme', address=address)}\n\n{command}\n"
    packed = bundle.pack(proof=made.proof, detail=made.detail, readme=readme)
    headers = {"Content-Disposition": f'attachment; filename="{bundle.NAME}"'}
    return HttpResponse(packed, content_type="application/zip", headers=headers)


@with_code
@require_GET
def my_letter(request: HttpRequest, letter: Letter, request_id: uuid.UUID) -> HttpResponse:
    """The answer to one's request, as a letter in the language of the page."""
    made = get_object_or_404(Request, pk=request_id, conversation=letter.conversation)
    if made.decided_on is None:
        raise Http404
    return HttpResponse(
        answers.pdf(made, texts_for(request)),
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="brief.pdf"'},
    )


@with_code
@require_POST
def leave(request: HttpRequest, _letter: Letter) -> HttpResponse:
    """Leave nothing behind on a shared phone or computer."""
    let_out(request)
    return redirect(f"{reverse('residents:enter')}?klaar")


@public
@csrf_protect
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Check a proof that somebody holds."""
    texts, key = texts_for(request), ledger.public_key()
    verdict = _verdict(texts, request, key) if request.method == "POST" else None
    return page(request, "residents/check.html", texts, {"verdict": verdict, "key": key})


def _verdict(texts: Texts, request: HttpRequest, key: str) -> dict[str, object]:
    uploaded = request.FILES.get("file")
    if uploaded is None:
        return {"holds": False, "text": texts.say("check.choose")}
    try:
        data = uploaded.read(bundle.MOST_BYTES + 1)
        checked = bundle.check(*bundle.unpack(data), VerifierKey.parse(key))
    except bundle.BundleError:
        return {"holds": False, "text": texts.say("check.unreadable")}
    except ProofError as error:
        return {"holds": False, "text": texts.say("check.refused"), "detail": str(error)}
    said = checked.said
    starts = datetime.fromisoformat(str(said["starts_at"]))
    camera, on = str(said["camera"]), said.get("on")
    day = texts.day(datetime.fromisoformat(str(on)).date()) if on else ""
    text = texts.say(f"receipt.{camera}", until=day, on=day)
    return {
        "holds": True,
        "text": f"{texts.moment(starts)}, {said['room']}. {text}",
        "entry": texts.say("check.entry", index=checked.index, size=checked.size, day=texts.day(checked.day)),
    }


def _talk(request: HttpRequest, letter: Letter, extra: dict[str, object], *, status: int = 200) -> HttpResponse:
    texts, conversation, at = texts_for(request), letter.conversation, timezone.now()
    local = timezone.localtime(conversation.starts_at)
    coming = conversation.state in (State.PLANNED, State.OPEN)
    objection = conversations.standing_objection(conversation)
    context = {
        "when": texts.say(
            "talk.when",
            date=texts.day(local.date()),
            time=f"{local:%H:%M}",
            room=conversation.room.name,
            location=conversation.room.location,
        ),
        "not_held": _not_held(texts, conversation),
        "camera": _camera(texts, conversation, at) if coming else None,
        "may_say_no": coming,
        "objected_since": texts.moment(objection.raised_at) if objection else "",
        "receipt": _receipt(texts, letter, at) if conversation.state == State.HELD else None,
        "kinds": [(kind, texts.say(f"request.{kind}")) for kind in RequestKind.values],
        "requests": [_request(texts, each) for each in rights_queries.about(conversation)],
        **extra,
    }
    return page(request, "residents/talk.html", texts, context, status=status)


def _not_held(texts: Texts, conversation: Conversation) -> str:
    key = {State.CANCELLED: "talk.cancelled", State.NO_SHOW: "talk.no_show"}.get(State(conversation.state))
    return texts.say(key) if key else ""


def _camera(texts: Texts, conversation: Conversation, at: datetime) -> Shown:
    """Now, when the conversation goes on; otherwise what the gate would say."""
    if not conversation.room.camera:
        return Shown(texts.say("camera.none"), "off", "camera-off", why=texts.say("why.room"))
    now = camera_state(conversation.room).state if conversation.state == State.OPEN else "off"
    if now != "off":
        title, look, icon = NOW.get(now, NOW["unknown"])
        return Shown(texts.say(title), look, icon, why=_reason(texts, conversation))
    facts = gate.facts(conversation, at=at, recorder_can_seal=None)
    stands = rules.standing(facts)
    if not stands.may:
        return Shown(texts.say("camera.off"), "off", "camera-off", why=texts.say(f"why.{stands.why}"))
    seconds = facts.assessment.pre_roll_seconds if facts.assessment else 0
    how = texts.say("camera.may.how", seconds=seconds)
    return Shown(texts.say("camera.may"), "memory", "camera-memory", why=_reason(texts, conversation), how=how)


def _reason(texts: Texts, conversation: Conversation) -> str:
    wish = getattr(conversation, "camera_wish", None)
    if wish is None:
        return ""
    key = f"reason.{wish.reason}"
    return f"{texts.say('reason.lead')} {texts.say(key if texts.has(key) else 'reason.other')}"


def _receipt(texts: Texts, letter: Letter, at: datetime) -> dict[str, str]:
    receipt = receipts.newest(letter)
    made = receipts.proven(receipt, at=at) if receipt else None
    if receipt is None or made is None:
        known = receipts.found_for(letter.conversation) is not None
        return {"text": texts.say("receipt.waiting" if known else "receipt.unknown")}
    return {
        "text": _outcome(texts, receipt),
        "file": reverse("residents:proof", args=[receipt.pk]),
        "public": (
            texts.say("receipt.not_public", when=texts.moment(made.public_from))
            if made.public_from
            else texts.say("receipt.public")
        ),
    }


def _outcome(texts: Texts, receipt: Receipt) -> str:
    day = texts.day(receipt.on) if receipt.on else ""
    return texts.say(f"receipt.{receipt.outcome}", until=day, on=day)


def _request(texts: Texts, made: Request) -> dict[str, object]:
    lines = []
    if made.decided_on is None:
        if made.extended_on:
            lines.append(texts.say("request.extended", reason=made.extended_because))
        lines.append(texts.say("request.due", due=texts.day(made.due_on)))
        if made.holds:
            lines.append(texts.say("request.kept"))
    else:
        lines.append(texts.say(f"request.{made.outcome}", on=texts.day(made.decided_on)))
    return {
        "pk": made.pk,
        "kind": texts.say(f"request.{made.kind}"),
        "on": texts.day(made.received_on),
        "lines": lines,
        "answer": made.answer,
    }


def _asked(request: HttpRequest, letter: Letter) -> str:
    """The day on which the request that was just sent is answered at the latest."""
    try:
        number = uuid.UUID(request.GET.get("verzoek", ""))
    except ValueError:
        return ""
    made = Request.objects.filter(pk=number, conversation=letter.conversation).first()
    return texts_for(request).day(made.due_on) if made else ""
