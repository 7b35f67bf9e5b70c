"""Parts of a record that are shared with a guest of an area authority."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kith.record.access import actions, forms
from kith.record.access.views.asking import ask, asks, manages, who_page
from kith.record.access.views.undoing import ending
from kith.record.accounts.roles import Capability


@asks
@manages(Capability.ALLOCATE)
def share(request: HttpRequest, *, person_id: UUID) -> HttpResponse:
    """Share parts of a record with a guest of an area authority."""
    return ask(
        request,
        forms.Share,
        _("Share parts of this record"),
        lambda values: actions.share_with_guest(by=request, person_id=person_id, **values),
        done=_("Shared"),
        to=who_page(person_id),
    )


end_share = ending("share", actions.end_share, "share", Capability.ALLOCATE)
