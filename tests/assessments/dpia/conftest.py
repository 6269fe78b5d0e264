"""A browser for the pages of the DPIA."""

from tests.browser import browser, page, site

__all__ = ["browser", "page", "site"]
