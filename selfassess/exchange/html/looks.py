"""The style sheet: light and dark, wide and narrow, on screen and on paper."""

from __future__ import annotations

from selfassess.exchange.outlines.drawing import COLOURS, Tone

_DARK: dict[Tone, str] = {
    "ink": "#E8ECF1", "muted": "#A9B4C2", "line": "#3A4553", "accent": "#8CC2F5",
    "1": "#F2A6A2", "2": "#F0C070", "3": "#8FD0A4", "4": "#8CC2F5",
    "tint1": "#47201E", "tint2": "#3F3016", "tint3": "#1D3A27", "tint4": "#1B324A",
}  # fmt: skip


def _build_tone_variables(colours: dict[Tone, str]) -> str:
    return "".join(f"--{tone}:{colour};" for tone, colour in colours.items())


_SHAPES = "".join(f".f-{tone}{{fill:var(--{tone})}}.s-{tone}{{stroke:var(--{tone})}}" for tone in COLOURS)

_DARK_TONES = _build_tone_variables(_DARK)

STYLE = f"""
:root{{color-scheme:light dark;{_build_tone_variables(COLOURS)}--page:#fff;--tint:#E8F0F8;--alarm:#8C1D18}}
@media (prefers-color-scheme:dark){{:root{{{_DARK_TONES}--page:#14191F;--tint:#202B38;--alarm:#F2A6A2}}}}
*{{box-sizing:border-box}}
html{{font:100%/1.6 "Segoe UI",system-ui,-apple-system,"Noto Sans",Arial,sans-serif;-webkit-text-size-adjust:100%}}
body{{margin:0;background:var(--page);color:var(--ink);overflow-wrap:anywhere}}
.page{{max-width:60rem;margin:0 auto;padding:1rem}}
.page>*{{margin-bottom:2.5rem}}
p,ul,blockquote{{max-width:46rem}}
h1,h2,h3,h4,h5,h6{{line-height:1.25;margin:2em 0 .5em;scroll-margin-top:1rem}}
h1{{font-size:2.2rem;margin-top:.2em;color:var(--accent)}}
h2{{font-size:1.7rem;color:var(--accent)}}
h3{{font-size:1.35rem}}
h4{{font-size:1.1rem;color:var(--accent)}}
h5,h6{{font-size:1rem}}
a{{color:var(--accent)}}
a:focus-visible,[tabindex]:focus-visible{{outline:3px solid var(--accent);outline-offset:2px}}
.skip{{position:absolute;left:-999rem;top:0;padding:.5rem 1rem;background:var(--page);z-index:1}}
.skip:focus{{left:.5rem}}
.quiet,.source,.council{{color:var(--muted)}}
.council{{font-size:1.2rem;margin-bottom:0}}
.logo img{{display:block;max-width:min(15rem,100%);max-height:6rem;background:#fff}}
.draft{{color:var(--alarm);font-weight:700;font-size:1.1rem}}
nav ul{{list-style:none;padding-left:0}}
nav ul ul{{padding-left:1.25rem}}
nav li{{margin:.3em 0}}
nav a{{display:inline-block;padding:.15em 0}}
blockquote{{margin:1rem 0 .25rem;padding-left:1rem;border-left:4px solid var(--accent);font-style:italic}}
figure{{margin:1rem 0}}
.source{{font-size:.9rem}}
.record{{font-weight:700;margin:1.5em 0 .3em}}
.label{{font-weight:700;color:var(--muted)}}
svg{{display:block;width:100%;max-width:44rem;height:auto}}
svg text{{font-family:inherit}}
.dashed{{stroke-dasharray:2 2}}
.heard{{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}}
table{{border-collapse:collapse;width:100%;margin:1rem 0 1.5rem}}
caption{{text-align:left;font-weight:700;padding:.5em 0}}
th,td{{text-align:left;vertical-align:top;padding:.45em .6em;border-bottom:1px solid var(--line)}}
thead th{{background:var(--tint)}}
tbody th{{width:26%}}
.number{{text-align:right}}
td>:first-child{{margin-top:0}}
td>:last-child{{margin-bottom:0}}
td ul{{padding-left:1.2em}}
{_SHAPES}
@media screen and (max-width:40rem){{
table,tbody,tr,td,tbody th,caption{{display:block;width:100%}}
thead{{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}}
tr{{border-bottom:1px solid var(--line);padding:.4em 0}}
th,td{{border:0;padding:.2em 0}}
.number{{text-align:left}}
td[data-label]::before{{content:attr(data-label) ": ";font-weight:700;color:var(--muted)}}
td[data-label]>p:first-child{{display:inline}}
h1{{font-size:1.7rem}}
h2{{font-size:1.4rem}}
svg{{display:none}}
.heard{{position:static;width:auto;height:auto;clip-path:none;white-space:normal}}
}}
@page{{size:A4;margin:20mm}}
@media print{{
:root{{{_build_tone_variables(COLOURS)}--page:#fff;--tint:#E8F0F8}}
html{{font-size:10.5pt}}
.page{{max-width:none;padding:0}}
.skip{{display:none}}
a{{color:inherit;text-decoration:none}}
h1,h2,h3,h4,h5,h6,.record,caption{{break-after:avoid}}
thead{{display:table-header-group}}
tr,figure{{break-inside:avoid}}
.opens{{break-before:page}}
}}
"""
"""Everything that says how the page looks."""
