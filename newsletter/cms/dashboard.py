"""The newsletters on the CMS's first screen: what is on its way, and what waits for whom."""

from typing import Any

from wagtail.admin.ui.components import Component

from newsletter import permissions
from newsletter.cms.steps import is_own
from newsletter.models import Issue

ROWS = 8
State = Issue.State
ON_THEIR_WAY = (State.DRAFT, State.IN_REVIEW, State.APPROVED, State.SCHEDULED, State.SENDING, State.PAUSED)


class IssuesOnTheirWay(Component):
    """The issues that have not left yet, the next one first; who may approve sees at once what waits for her."""

    name = "issues_on_their_way"
    template_name = "newsletter/cms/on_their_way.html"
    order = 100

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the issues, for those who have a part in them."""
        person = parent_context["request"].user
        if not any(permissions.may(person, permission) for permission in permissions.ALL):
            return {}
        issues = Issue.objects.filter(state__in=ON_THEIR_WAY).select_related("publication").order_by("planned_for")
        approves = permissions.may(person, permissions.APPROVE)
        rows = [
            {"issue": issue, "waits": approves and issue.state == State.IN_REVIEW and not is_own(issue, person=person)}
            for issue in issues[:ROWS]
        ]
        return {"rows": rows}
