"""Addresses of residents, and of those who write to them. No address holds a code."""

from django.urls import path, re_path

from spreekkamer.residents.desk import views as desk
from spreekkamer.residents.detriment import views as detriment
from spreekkamer.residents.notice import views as notice
from spreekkamer.residents.rights import views as rights

app_name = "residents"
urlpatterns = [
    path("mijn-gesprek/", desk.enter, name="enter"),
    path("mijn-gesprek/gesprek/", desk.talk, name="talk"),
    path("mijn-gesprek/nee/", desk.say_no, name="no"),
    path("mijn-gesprek/vraag/", desk.ask, name="ask"),
    path("mijn-gesprek/klaar/", desk.leave, name="leave"),
    path("mijn-gesprek/bewijs/<uuid:receipt_id>/bewijs.zip", desk.proof, name="proof"),
    path("mijn-gesprek/vraag/<uuid:request_id>/brief.pdf", desk.my_letter, name="my-letter"),
    path("bewijs/", desk.check, name="check"),
    path("kamers/<slug:room>/bord.pdf", notice.door_sign, name="sign"),
    path("gesprekken/<uuid:conversation_id>/brief/", notice.letter, name="letter"),
    path("gesprekken/<uuid:conversation_id>/brief/maken/", notice.make, name="letter-make"),
    path("gesprekken/<uuid:conversation_id>/brief/verstuurd/", notice.sent, name="letter-sent"),
    re_path(
        r"^gesprekken/(?P<conversation_id>[0-9a-f-]{36})/brief/(?P<language>[a-z]{2})\.(?P<kind>html|pdf|docx)$",
        notice.letter_file,
        name="letter-file",
    ),
    path("brieven-en-borden/", notice.contact, name="contact"),
    path("verzoeken/", rights.requests, name="requests"),
    path("verzoeken/<uuid:request_id>/", rights.request, name="request"),
    path("verzoeken/<uuid:request_id>/verlengen/", rights.extend, name="request-extend"),
    path("verzoeken/<uuid:request_id>/antwoord/", rights.decide, name="request-decide"),
    path("verzoeken/<uuid:request_id>/brief.pdf", rights.letter, name="request-letter"),
    path("geen-nadeel/", detriment.outcomes, name="detriment"),
    path("geen-nadeel/bestand/", detriment.upload, name="detriment-upload"),
]
