"""Code that a package of somebody else's brings runs in a process of its own.

It is given the card, the settings and the secrets of its one source, and of each question what the
gate permitted. It has neither the case file nor its keys, and cannot name an inquiry that it was
not given: `connector` is the side that asks, `child` the side that answers, `wire` what they say to
each other, `confinement` what the process may reach.
"""
