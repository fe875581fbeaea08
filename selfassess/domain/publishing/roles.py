"""What somebody is, told from who they are: the role in a text that names the person who answers for something."""

from __future__ import annotations

import re


def _split_role_words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ROLES = _split_role_words(
    """
    chair chairs chairman chairwoman chairperson co-chair chief deputy assistant associate principal senior
    strategic executive director directors directorate head heads manager managers lead leads leader leaders
    officer officers commissioner commissioners coordinator coordinators co-ordinator co-ordinators supervisor
    supervisors adviser advisers advisor advisors analyst analysts practitioner practitioners consultant
    consultants champion champions nurse nurses therapist therapists worker workers advocate advocates solicitor
    solicitors auditor auditors accountant accountants councillor councillors cabinet member members portfolio
    secretary dass psw caldicott guardian board boards committee panel forum group groups team teams service
    services department division unit partnership network council trust icb nhs hospital police healthwatch
    provider providers commissioning safeguarding performance finance quality workforce brokerage reablement
    legal hr intelligence programme project
    """
)
"""Words of which a role has one at least."""
_SUBJECTS = _split_role_words(
    """
    a acting adult adults all and area assessment business care carer carers children city community complaints
    contracts corporate county customer data digital disabilities disability district east equality experience
    feedback first for front front-line health home homes housing improvement in independent integrated interim
    joint learning line local locality mental north occupational of older operational operations our people
    physical placement placements policy practice preparing prevention public regional resources reviewing risk
    social south specialist strategy support systems the to transformation urgent west young
    """
)
"""Words that a role may begin or end with, and a name does not."""
_HONORIFIC = re.compile(r"^(?:cllr|dr|mr|mrs|ms|miss|mx|prof|professor|sir|dame)\b\.?\s", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[,;:/()\[\]\n|]|\s[-–—]\s)\s*")


def find_role(text: str) -> str:
    """The role that a text names ("Head of commissioning" of "J Smith, Head of commissioning"), "" where none.

    Several roles are parted by commas. Words that look like a name before or after the words of a role are left out.
    """
    roles = (_strip_person_name(part) for part in _BETWEEN.split(text) if not _HONORIFIC.match(part))
    return ", ".join(dict.fromkeys(role for role in roles if role))


def _strip_person_name(part: str) -> str:
    words = part.split()
    of_role = [_bare_role_word(word) in _ROLES for word in words]
    if not any(of_role):
        return ""
    start = next(at for at, word in enumerate(words) if of_role[at] or _bare_role_word(word) in _SUBJECTS)
    end = len(words)
    while not (of_role[end - 1] or _bare_role_word(words[end - 1]) in _SUBJECTS or words[end - 1].islower()):
        end -= 1
    kept = words[start:end]
    alone = len(kept) == 1 and len(words) > 1  # "Head" of "Anthony Head" is a name
    is_role = alone or not any(_bare_role_word(word) in _ROLES for word in kept)
    if is_role:
        return ""
    return " ".join(kept)


def _bare_role_word(word: str) -> str:
    return word.strip(".’'").removesuffix("’s").removesuffix("'s").casefold()
