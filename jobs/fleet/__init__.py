"""The fleet: any number of worker processes that share one case file in PostgreSQL.

Procrastinate (the extra `fleet`) ships tasks to them, beats for them, gives a lost one's task to
another, begins what is periodic and prunes what ended. A task is a chunk of orders, deferred in the
transaction that lets them wait. It is a hint and no more: only the ledger guards money, and a task
that runs twice, late, out of order or not at all changes nothing, for `jobs.execution` claims no
order that does not wait, and orders that wait and that no task names are found by `tending`.
"""
