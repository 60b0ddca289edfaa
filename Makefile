# What README promises. Every target does its own set-up first; see CONTRIBUTING.md.
.PHONY: run test check audit bench

run:
	@bin/run

test:
	@bin/test

check:
	@bin/check

# Long tests: fault injection, crawls, fuzzing, access to every page.
audit:
	@bin/audit

# One figure per promise about speed, with the peers it is compared to.
bench:
	@bin/setup bench
	@PYTHONPATH=.venv/peers bin/with-postgres .venv/bin/python -m bench
