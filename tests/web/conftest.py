"""A browser for the tests of the pages."""

from tests.browser import browser, page, site

__all__ = ["browser", "page", "site"]
