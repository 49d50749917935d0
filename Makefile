# Thin wrappers: everything is in the script `desk`, which also works without make.
.PHONY: setup run test check words bench soak gallery
setup run test check words bench soak gallery:
	@sh desk $@
