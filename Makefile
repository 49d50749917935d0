# Thin wrappers: everything is in the script `desk`, which also works without make.
.PHONY: setup run test check words bench soak
setup run test check words bench soak:
	@sh desk $@
