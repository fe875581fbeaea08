"""The information return: what CQC asks for, item by item, who gathers it, its figures and the evidence sent with it.

The items come from the year's information return; only the answers, figures and links to evidence are written here.
"""
