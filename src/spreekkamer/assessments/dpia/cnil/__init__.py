"""The PIA file of the CNIL's tool: what of it has a place in the model DPIA, and back.

Its questions are fewer and freer than the model's, so each is linked to the text of one question there. What the model
holds in rows (parties, retention terms, risks) is written out in the CNIL's text; what the CNIL holds and the model
doesn't (evaluations, comments, its three fixed risks' justifications of consent and accuracy) stays with the file.

A file that came in is kept. Going out again, everything in it that wasn't changed here is written as it was: the file
that comes in and goes out unchanged is the same, letter by letter.
"""

from spreekkamer.assessments.dpia.cnil.links import LINKS, RISKS, Pia
from spreekkamer.assessments.dpia.cnil.reading import name_of, take, to_document
from spreekkamer.assessments.dpia.cnil.writing import from_document, text_of

__all__ = ["LINKS", "RISKS", "Pia", "from_document", "name_of", "take", "text_of", "to_document"]
