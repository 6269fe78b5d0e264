"""How every form of the project is rendered: label, help, error and summary that screen readers understand."""

from typing import Any

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Django's form templates with ours for the form as a whole and for one field."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"

    def get_template(self, template_name: str) -> Any:
        """Ours live among the pages' templates; Django's own widgets come from Django."""
        from django.template.loader import get_template  # noqa: PLC0415 - apps must be loaded first

        return get_template(template_name) if template_name.startswith("web/") else super().get_template(template_name)
