"""What doesn't get through, for who can mend it."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from spreekkamer.accounts.access import requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.post import actions, queries
from spreekkamer.post.models import Message


@requires(Scope.ADMINISTER)
@require_GET
def post(request: HttpRequest) -> HttpResponse:
    """Messages that wait, with the reason, and how many went well. Never what they say."""
    return render(
        request, "post/post.html", {"troubles": queries.troubles(), "recent": queries.recent().filter(trouble="")[:50]}
    )


@requires(Scope.ADMINISTER)
@require_POST
def try_now(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """The mail server works again: don't wait."""
    actions.try_now(get_object_or_404(Message, pk=message_id), at=timezone.now())
    messages.success(request, _("It is being tried now."))
    return redirect("post")
