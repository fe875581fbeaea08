"""Three statements of CQC's report of Derby as a person reads them: each point by its first words, and its kind.

"+" is a strength, "-" a shortfall, "o" neutral. A point is a sentence with those after it that only say more of the
same. Read from beginning to end, but with the program's reading known; its list of words was chosen with these
statements in view, so it agrees with them more than it will with other reports.
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


def list_points(statement: str) -> list[tuple[str, str, str]]:
    """The points of a statement in order: topic, first words, kind."""
    return [
        (topic, line.strip()[2:], KINDS[line.strip()[0]])
        for topic, lines in READ_BY_EYE[statement].items()
        for line in lines.strip().splitlines()
    ]
