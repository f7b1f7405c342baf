"""How orders are worked off, in five words: plan, claim, run, collect, settle.

`plan` places what is due, `claim` lets one worker take orders up, `run` traces them in chunks,
`collect` takes up again those whose answer was to come later, `settle` those with a call in doubt.
What guards money is the ledger and not the queue: a chunk that is run twice, late or never changes
nothing.
"""
