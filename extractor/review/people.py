"""Who may do what: roles, passwords, sessions."""

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from extractor.errors import UsageError
from extractor.review.persistence import ReviewStore
from extractor.store import User

ROLES = ("reader", "reviewer", "adjudicator", "admin")
"""Each may do what those before it may."""
MIN_PASSWORD = 10
SESSION_S = 12 * 3600


def may(role: str, needed: str) -> bool:
    """Whether ``role`` includes what ``needed`` may do."""
    return ROLES.index(role) >= ROLES.index(needed)


class Session(NamedTuple):
    """One browser that is logged in."""

    name: str
    role: str
    csrf: str
    expires: float
    stamp: str
    """What the session stands on, the user's password as stored; empty for the one-time token."""


@dataclass
class Sessions:
    """Sessions in memory: a restart logs everybody out, nothing else is lost."""

    clock: Callable[[], float] = time.time
    _known: dict[str, Session] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, name: str, role: str, stamp: str = "") -> str:
        """Start a session; the value of its cookie."""
        key = secrets.token_urlsafe(32)
        with self._lock:
            now = self.clock()
            self._known = {k: s for k, s in self._known.items() if s.expires > now}
            self._known[key] = Session(name, role, secrets.token_urlsafe(32), now + SESSION_S, stamp)
        return key

    def find(self, key: str | None) -> Session | None:
        """The session of a cookie, if it has not run out."""
        session = self._known.get(key or "")
        return session if session is not None and session.expires > self.clock() else None

    def end(self, key: str | None) -> None:
        """Log out."""
        with self._lock:
            self._known.pop(key or "", None)


def is_current(session: Session, user: User | None) -> bool:
    """Whether the user still is who logged in: there, with the same role and the same password."""
    return user is not None and (user.role, user.password_hash) == (session.role, session.stamp)


class OneTimeToken:
    """The token in the address that the command prints: good for one browser, then spent."""

    def __init__(self) -> None:
        self.value = secrets.token_urlsafe(24)
        self._spent = False
        self._lock = threading.Lock()

    def spend(self, offered: str) -> bool:
        """Whether the token is right and had not been used."""
        with self._lock:
            if self._spent or not hmac.compare_digest(offered.encode(), self.value.encode()):
                return False
            self._spent = True
            return True


class Passwords:
    """Argon2id hashes; a name that does not exist takes as long as a wrong password."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_urlsafe(16))

    def user(self, name: str, role: str, password: str) -> User:
        """A new user; UsageError for an empty name, an unknown role or a short password."""
        if not name.strip() or len(name) > 64 or not name.isprintable():
            raise UsageError("the name of a user has 1 to 64 printable characters")
        if role not in ROLES:
            raise UsageError(f"{role}: no role; roles are {', '.join(ROLES)}")
        if len(password) < MIN_PASSWORD:
            raise UsageError(f"a password has at least {MIN_PASSWORD} characters")
        return User(name.strip(), role, self._hasher.hash(password))

    def check(self, store: ReviewStore, name: str, password: str) -> User | None:
        """The user, if the password is right."""
        user = store.user(name)
        try:
            self._hasher.verify(user.password_hash if user else self._nobody, password)
        except (VerificationError, InvalidHashError):
            return None
        return user
