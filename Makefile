# Thin wrappers: everything is in the script `desk`, which also works without make.
.PHONY: setup run test check words bench
setup run test check words bench:
	@sh desk $@
