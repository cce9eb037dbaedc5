/* Fuzzes the configuration: any text is read or refused with a message that has a place. */
#include "base/base.h"

#include <string.h>

#include "analyzers/config.h"
#include "base/yaml.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_message(bool ok, const struct err *err)
{
	CHECK(ok != err->set);
	CHECK(ok || strncmp(err->message, "canonry.yaml:", strlen("canonry.yaml:")) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct arena arena = { 0 };
	struct err yaml_err = { 0 }, config_err = { 0 };
	struct yaml_node root;
	struct config config;
	bool is_yaml = yaml_parse(&arena, "canonry.yaml", text, &root, &yaml_err), is_config;

	check_message(is_yaml, &yaml_err);
	config_init(&config);
	is_config = config_parse(&arena, "canonry.yaml", text, &config, &config_err);
	check_message(is_config, &config_err);
	CHECK(is_yaml || !is_config);
	arena_release(&arena);
	return 0;
}
