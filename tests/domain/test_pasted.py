"""What is copied from Word, Outlook and the web comes in as paragraphs, lists and links, and as nothing else."""

from time import process_time

from selfassess.domain.text.pasted import SLICE, plain_of_html, plain_of_text, read_html

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset=utf-8><title>Our plan</title>
<style><!-- p.MsoNormal {margin:0cm;} --></style><!--[if gte mso 9]><xml><o:shapedefaults/></xml><![endif]--></head>
<body lang=EN-GB><!--StartFragment-->
<p class=MsoNormal>We know our<b> residents</b> well,<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span>
<![endif]>Home first<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>2.<span>&nbsp;&nbsp;</span></span><![endif]>Carers&#8217; breaks</p>
<p class=MsoNormal>See <a href="https://www.cqc.org.uk/a?b=1&amp;c=2">CQC&#8217;s page</a>.<o:p>&nbsp;</o:p></p>
<!--EndFragment--></body></html>"""


def test_each_program_has_its_own_way_of_writing_and_all_come_to_the_same() -> None:
    cases = {
        WORD: "We know our residents well,\n\n- Home first\n2. Carers’ breaks\n\n"
        "See CQC’s page (https://www.cqc.org.uk/a?b=1&c=2).",
        "<div>One<br>line</div><div><br></div><div>Two</div>": "One\nline\n\nTwo",
        "<p>Said:</p><ul><li><p>one</p></li><li>two<ul><li>three</li></ul></li></ul>": "Said:\n\n- one\n- two\n- three",
        "<ol start=3><li>one</li><li>two</li></ol>": "3. one\n4. two",
        "<table><tr><th>Year</th><td>2024</td></tr><tr><td>2025</td><td></td></tr></table>": "Year | 2024\n2025",
        "A &amp; B &lt; C<script>alert('x')</script><style>p{}</style>": "A & B < C",
        '<img src="data:image/png;base64,AAAA" alt="x"><p onclick="steal()">Words</p>': "Words",
        '<a href="javascript:steal()">here</a> <a href="mailto:a@b.uk">us</a>': "here us (a@b.uk)",
        '<a href="https://x.uk/">https://x.uk</a>': "https://x.uk",
        "if a < b and c > d": "if a < b and c > d",
        "<p title='a > b'>fine</p>": "fine",
        '<p title="never closed>one</p><p>two</p>': "one\n\ntwo",
        "": "",
    }
    for html, text in cases.items():
        assert plain_of_html(html) == text, html[:60]
    assert plain_of_text("•\tone\r\n·\ttwo\r\n1.\tthree\r\n1.5 million") == "- one\n- two\n1. three\n1.5 million"


def test_however_much_is_pasted_it_is_read_in_small_bits_and_only_once() -> None:
    words = "<p>People <b>wait</b> too long.</p>" * 100
    large = {
        "scripts": words + "<script>" + "var a = '<p>no</p>';\n" * 15_000 + "</script>",
        "pictures": words + '<img src="data:image/png;base64,' + "A" * 300_000 + '">',
        "tags": words + "<b>" * 100_000,
        "open quotes": words + "<a '\"" * 80_000,
        "never ended": words + "<svg>" * 60_000,
        "no ends": words + "<!" * 200_000,
    }
    begin = process_time()
    for name, html in large.items():
        reading = read_html(html)
        turns = sum(1 for _ in reading)
        assert turns <= len(html) // SLICE + 1, name
    assert process_time() - begin < 20  # read more than once, one of these takes minutes
    for name in ("scripts", "pictures", "tags", "never ended"):
        text = plain_of_html(large[name])
        assert text == "\n\n".join(["People wait too long."] * 100), name
