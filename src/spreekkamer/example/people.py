"""The people of Gemeente Voorbeeldstad. None of them exists."""

from spreekkamer.accounts import seal_keys
from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Role

PASSPHRASE = "voorbeeld-wachtzin"  # noqa: S105 - of the example only, shown on its pages
"""With this the example's managers and privacy officer open recordings."""

CAST = (
    ("Noor van Dalen", Role.CASE_WORKER),
    ("Kees Mulder", Role.CASE_WORKER),
    ("Ingrid Postma", Role.MANAGER),
    ("Rachid Amrani", Role.MANAGER),
    ("Wim de Groot", Role.COORDINATOR),
    ("Femke Visser", Role.DPO),
    ("Anton Jansen", Role.EXECUTIVE),
    ("Lotte Smit", Role.CLERK),
    ("Bas Kok", Role.ADMINISTRATOR),
)


def add_people() -> dict[str, Person]:
    """Make the whole cast, with keys for those who open recordings. Nobody has a password: links let visitors in."""
    people: dict[str, Person] = {}
    for name, role in CAST:
        email = f"{name.split()[0].lower()}@voorbeeldstad.example"
        person = Person(email=email, name=name, role=role)
        person.set_unusable_password()
        person.save()
        people[name] = person
        if role in (Role.MANAGER, Role.DPO):
            seal_keys.make(person, PASSPHRASE)
    return people
