"""HTML pages to article text, by trafilatura (the ``html`` extra)."""

from __future__ import annotations

from hoinghi.errors import MissingExtraError, RecordError


def article_text(page: bytes | str) -> str:
    """Headline and main text of a page.

    Raises :class:`MissingExtraError` where trafilatura is not installed and :class:`RecordError` where
    the page has no article.
    """
    try:
        import trafilatura
    except ImportError as error:
        missing = error.name or "trafilatura"
        advice = 'pip install "hoinghi[html]"'
        raise MissingExtraError(f"reading HTML needs an extra ({missing} is missing): {advice}") from None
    found = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False)
    text = (getattr(found, "text", None) or "").strip()
    if not text:
        raise RecordError("no article text found in the page")
    title = (getattr(found, "title", None) or "").strip()
    if title and title.casefold() not in text[: 2 * len(title) + 20].casefold():
        text = f"{title}\n\n{text}"
    return text
