"""People who work with the system, and the key that some of them hold."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from spreekkamer.accounts.scopes import Role, Scope, allowed


class PersonManager(BaseUserManager["Person"]):
    """Finds people by the e-mail address they sign in with."""


class Person(AbstractBaseUser):
    """Somebody with an account. Residents have none: they come with a code from their letter."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role)
    is_active = models.BooleanField(default=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name", "role"]

    def __str__(self) -> str:
        return self.name

    def may(self, scope: Scope) -> bool:
        """Whether this person may do this now."""
        return self.is_active and allowed(self.role, scope)


class SealKey(models.Model):
    """The key with which a manager or privacy officer opens recordings.

    Only the public half is usable as stored: the private half is itself an age file under the holder's passphrase.
    """

    holder = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="seal_key")
    recipient = models.CharField(max_length=80, unique=True)
    identity = models.BinaryField()

    def __str__(self) -> str:
        return self.recipient


class Municipality(models.Model):
    """The one municipality that this installation serves."""

    name = models.CharField(max_length=120)
    is_example = models.BooleanField(default=False)
    counting_since = models.DateField()
    """Conversations have been counted from this day on; what came before is unknown."""

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "Municipality | None":
        """This installation's municipality; None before it has been set up."""
        return cls.objects.first()
