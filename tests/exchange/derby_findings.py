"""CQC's report of Derby as a person reads it: three statements point by point, the other six by their kinds.

"+" is a strength, "-" a shortfall, "o" neutral. A point is a sentence with those after it that only say more of the
same. The three were read with the program's reading known; its list of words was chosen with them in view, so it
agrees with them more than it will with other reports. Of the six the program's points were read in full and their kinds
written down before its kinds were looked at; what it read wrongly was then mended by kind of wording:

    statement          points   by eye + - o   alike then   alike now
    assessing-needs       100     30 39 31         63           68
    supporting-people      54     22 22 10         41           41
    equity                 31     11 16  4        first words, below
    care-provision         61     17 21 23         47           50
    partnerships           38     19  4 15         31           33
    safe-systems           18      9  5  4        first words, below
    safeguarding           46     16 13 17         32           36
    governance             21      6 11  4        first words, below
    learning               39     17 12 10         31           31

What differs is nearly always neutral by the program and said by the person, who knows what is meant without a word for
it. No strength is read as a shortfall, nor the other way; three neutral points still read as one of them.
"""

KINDS = {"+": "strength", "-": "shortfall", "o": "neutral"}

READ_BY_EYE: dict[str, dict[str, str]] = {
    "equity": {
        "Understanding and reducing barriers to care and support and reducing inequalities": """
            + The local authority worked in partnership with a number
            + The Derby Health Inequalities Partnership worked together
            + There were examples of joint working across public health
            + The connectors helped to address barriers
            - Staff told us this had been successful, but gaps
            o Staff told us that Derby feels dynamic
            + Staff were proud of projects
            + Partners expressed having a good relationship
            + The local authority had a range of groups
            - However, despite this, concerns were raised
            - Both providers and staff identified
            - It was unclear whether targeted work
            - Partners told us that different communities
            o The local authority told us that insight
            - Staff told us that they needed to further explore
            - There were examples of good partnerships
            - It was clear that co-production had not been embedded
        """,
        "Inclusion and accessibility arrangements": """
            o There were mixed feelings
            - The experiences of people with lived experience
            + The local authority had commissioned an interpreter service
            + Publications were available in large print
            + Staff told us that people had choice
            + There was a bespoke team to support deaf people
            - However, partners told us that they did not always
            - Partners felt that meeting the needs
            o The local authority's interpretation service
            - Partners felt that the direct payments methods
            - Partners felt that a more joined up approach
            - Partners felt that accessible information
            - The capacity of assessment beds
            - People felt that difficulties
        """,
    },
    "safe-systems": {
        "Safety management": """
            o The local authority had some understanding
            + There were positive examples
            - There was a draft process
            + The out of hours team
            + Staff told us that the availability
        """,
        "Safety during transitions": """
            + Staff told us that the preparing for adulthood team
            + Staff told us that they managed waiting lists
            + The local authority had protocols
            o However, we received mixed feedback
            - Partners told us that the transition
            - It was felt that some people
            - Carers felt the transition process
            + The integrated hospital discharge team
            + People told us that they felt safe
            o There were mixed responses
            - Providers felt the local authority did not always
        """,
        "Contingency planning": """
            + The local authority had in place contingency plans
            o Policies stipulate
        """,
    },
    "governance": {
        "Governance, accountability and risk management": """
            o The local authority had experienced a recent change
            + Staff told us that there was a strong leadership team
            + The new section 75
            + Governance and management systems
            o Senior staff spoke of their involvement
            - There was more work to be done
            - Although there was an improvement board
            - It was evident that use of qualitative
            - The local authority acknowledged that performance
            o It was confirmed that a new performance
            - There were pockets of work
            + The local authority conducted quality assurance audits
            - However there were inconsistencies
            - There was a lack of clarity
        """,
        "Strategic planning": """
            - The local authority identified themselves
            o The local authority had begun work
            - However, in relation to strategies
            - The local authority was aware
            - It was acknowledged that the Covid-19
        """,
        "Information security": """
            + The local authority had clear policies
            + Shared electronic records
        """,
    },
}

KINDS_BY_EYE: dict[str, tuple[str, ...]] = {
    "assessing-needs": (
        "+o+++-+++---ooo---o++++++", "----+oo+-o+-----ooo--oooo+-oo", "ooo++-----o--o+", "++o-", "+o+o", "+-+o++o+-o",
        "o+----o----o-",
    ),
    "supporting-people": ("+-++---+-+-+--+++", "+o+o+o--+", "+ooo++", "+---+----+", "+++ooo-----o"),
    "care-provision": ("+++--o-o-o-o", "++----oo-+ooo-o++-", "-o++o-o--oo-", "oooo+++o+++", "oo+--o--"),
    "partnerships": ("+++++ooooo+ooo++", "+o+o+o+o", "o++--", "++o++o+--"),
    "safeguarding": ("o-ooo-+++o-+o-+++-", "+oo--", "oo+-oo+--+oo-o++o", "+-o-++"),
    "learning": ("++++-o-++----++++-+++-o+o-", "+o-+o+--ooooo"),
}  # fmt: skip
"""Of each topic in order the kinds of its points in order."""
OVERREAD = (
    "The local authority had a risk management process for managing people on the waiting list",
    "The local authorities commissioning strategy planning was in a draft form",
    "The local authority also told us of the strategic approach in relation to housing",
)
"""How the points begin that are neutral by eye, and that the program reads as a strength or a shortfall."""


def list_points(statement: str) -> list[tuple[str, str, str]]:
    """The points of a statement in order: topic, first words, kind."""
    return [
        (topic, line.strip()[2:], KINDS[line.strip()[0]])
        for topic, lines in READ_BY_EYE[statement].items()
        for line in lines.strip().splitlines()
    ]
