"""The words by which a point reads as a strength or a shortfall, and how a sentence goes on from another."""

from __future__ import annotations

import re


def _find_any(*words: str, after: str = "") -> re.Pattern[str]:
    """A pattern of any of these, as whole words in any case; ``after`` may follow."""
    return re.compile(rf"\b(?:{'|'.join(words)})\b{after}", re.IGNORECASE)


_NOT = r"(?:did|do|does|was|were|had|has|have|is|are|could|can) ?(?:not|n['’]t)"
_WAITS = "waiting lists?|backlogs?|back logs|delays?|concerns?|barriers?|gaps?|shortfalls?|challenges"

LACKS = _find_any(
    "gaps?", "lack(?:ed|ing|s)?", "absence of", "shortages?", "shortfalls?", "insufficient", "inadequate", "not enough",
    "backlogs?", "back logs", "overdue", "delay(?:s|ed)", "long(?:er)? waits?", "waiting lists?", "not always",
    "not (?:yet|fully|consistently)", _NOT, "cannot", "unable", "unclear", "unsure", "less clear", "less clarity",
    "issues with", r"inconsisten\w+", r"struggl\w+", "difficult(?:y|ies)?", "barriers?", "concern(?:s|ed)?",
    "worr(?:y|ied)", "more work", "further work", "needed (?:to improve|improving)", "needed to further",
    r"more (?:\w+ ){1,4}(?:was|were) needed", "requir(?:ed|ing) (?:strengthening|improvement|improving|further)",
    r"(?:further|more) (?:development|integration)(?![^.;]* (?:is|was|were) planned)",
    r"missed opportunit\w+", "out[ -]of[ -]date", "poor(?:ly)?",
    "negative(?:ly)?", r"frustrat\w+", "fail(?:s|ed|ing|ure)?", "over[ -]?reliance", "excluded", "limited",
    r"no (?:overall|overarching|clear|substantial|strateg\w+|plans?)", "problem(?:s|atic)?", "adverse(?:ly)?",
    "forgotten", "disproportionate", "too (?:few|long|many|slow)", "challeng(?:es|ing)", "unmet", "reactive",
    r"areas? (?:\w+ )?for improvement",
    "draft (?:form|stage)",
)  # fmt: skip
"""What says that something is missing or goes badly."""

DOES_WELL = _find_any(
    "good", "positive(?:ly)?", "strong(?:er)?", "effective(?:ly)?", "well", "success(?:ful|fully|es)?", "proud",
    "excellent", "robust", "outstanding", "exceptional", "improv(?:ed|ing) (?:outcomes|people)", "improvement of",
    "marked improvement", "worked (?:closely|collaboratively|together)", "valued", "praised", "award", "innovative",
    "clear (?:process|processes|policies|governance|understanding|strategic|links?|procedures|roles?|vision)",
    "positive clear", "clearly", "safe transitions", "felt (?:safe|supported|listened|valued|comfortable)",
    "healthy challenge", "proactive(?:ly)?", "person[ -]cent(?:red|ered) approach", "quicker", "decrease in",
    r"(?:reduced|reduction (?:in|of)) (?:\w+ ){0,2}(?:wait\w*|backlogs?|risks?|delays?)", "enabled", "helped",
    "supported (?:people|staff|them|the)", "open(?:ness)?", "inclusive", "responsive", "thorough", "comprehensive",
    "high[ -]quality", "(?:waiting lists?|backlogs?|delays) (?:had|has|have) (?:been )?(?:reduced|fallen|cleared)",
)  # fmt: skip
"""What says that something is good or goes well."""

NOT_LACKING = re.compile(
    r"\b(?:no|without|reduc\w+|clear(?:ed|ing)?|address\w*|overcom\w+|decrease in|improv\w+|manag\w+|monitor\w*"
    r"|prioritis\w+|size of|focus(?:ing|ed|sed)? on|waiting on|support(?:ing)? (?:with|this|these)|people on"
    r"|assist\w* with)"
    rf" (?:the |its |their |any |this |these )?(?:\w+ ){{0,2}}?(?:{_WAITS})(?: and (?:{_WAITS}))*\b"
    r"|\bnot (?:only|just|specifically|impacted|affected|buy|commissioned to)\b|\bchallenging conversations?\b"
    r"|\bimproved (?:\w+ ){3,5}challenges\b"
    r"|\brecogni\w+ (?:of )?(?:that they faced )?(?:the |additional ){0,2}(?:challenges|gaps)\b"
    r"|\bcurrently developing\b[^.;]*"
    r"|\bsafeguarding concerns?\b|\bin the event of (?:\w+ )?failure\b"
    r"|\bfurther work (?:had|has) (?:taken|begun|been)\b|\bmanag\w+ (?:any |the )?negative impact on waiting lists?\b",
    re.IGNORECASE,
)
"""What has a word of lacking in it and says that something was done about it, or may have to be: no sign either way."""

WISHED = _find_any(
    "ensur(?:e|es|ing)", "would", "should", "could", "might", "may", "in order (?:to|that)",
    "to (?:drive|allow|improve|achieve|become)", "allow for", "(?:aim|plan|need)(?:s|ed|ned)? (?:to|of|for)",
    "intention to", "aspiration to", "how", "whether", "if", after="[^.;]*",
)  # fmt: skip
"""What follows is what is wanted, asked or planned, and no strength yet."""

DIVIDED = _find_any("mixed", "varied", "too soon to", "on the other hand", "some understanding")
"""What says both."""

BETTER_HIGH = _find_any(
    r"satisf\w+", "easy", "helpful", "control", "choice", "safe", "training", "certificate", r"independen\w+",
    "at home", "no longer required", "(?<!care and )(?<!care or )support(?:ed)?", "accessing", "positive",
)  # fmt: skip
"""Measures of which more is better; of all others nobody knows what to be below an average says."""

_AVERAGE = r"(?:\w+ ){0,3}(?:england|national|regional) average"
UNDER_AVERAGE = re.compile(rf"\b(?:below|lower than|less than|beneath|worse than) {_AVERAGE}", re.IGNORECASE)
OVER_AVERAGE = re.compile(rf"\b(?:above|higher than|better than) {_AVERAGE}", re.IGNORECASE)

_IMPERSONAL = (
    r"(?:is|was|has been|had been) (?:also |not )?(?:\w+ed|felt|clear|unclear|evident|difficult|important|too)\b"
)
LEANS = re.compile(
    r"(?:this|that|these|those|they|their|its|he|she|such|here|therefore|consequently|hence|thus|as a result"
    r"|(?:because of|due to) (?:this|that)|for (?:example|instance)|in (?:one|some) (?:case|instance)s?"
    r"|both (?:of these|examples|projects|initiatives|approaches)|(?:an|one|another) example"
    r"|(?:further |other )?examples (?:of|were|are|included?|cited)"
    rf"|in (?:this|these|that|those)|to (?:do|achieve) this|it (?!{_IMPERSONAL}))\b|\(",
    re.IGNORECASE,
)
"""How a sentence begins that says more of what stands before it. “It was recognised …” begins something new."""

SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9£])")
NO_SENTENCE_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|cf|approx|no|nos|dr|mr|mrs|ms|st|vs|dept|fig|para|pp?|ref)|\b[A-Za-z])\.$", re.IGNORECASE
)
"""What ends in a full stop and ends no sentence."""
