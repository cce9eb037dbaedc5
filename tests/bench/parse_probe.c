/* The price of parsing: tree-sitter alone over every listed file, on one thread. */
#include "base/base.h"

#include "analyzers/grammars/grammars.h"
#include "base/file.h"
#include "tests/bench/probe.h"

int main(int argc, char **argv)
{
	TSParser *parser = ts_parser_new();
	struct strbuf text = { 0 };
	struct probe_list list;
	uint64_t bytes = 0;
	size_t wrong = 0;

	if (argc != 2 || !probe_list_read(argv[1], &list)) {
		fprintf(stderr, "usage: parse_probe LIST\n");
		return 2;
	}
	if (!ts_parser_set_language(parser, tree_sitter_python()))
		BUG("the grammar and the library do not fit");
	for (size_t i = 0; i < list.count; i++) {
		TSTree *tree;

		if (!file_read(list.paths[i], 0, &text, NULL))
			continue;
		tree = ts_parser_parse_string(parser, NULL, text.ptr, (uint32_t)text.len);
		wrong += ts_node_has_error(ts_tree_root_node(tree));
		bytes += text.len;
		ts_tree_delete(tree);
	}
	printf("%zu files, %llu bytes, %zu with errors\n", list.count, (unsigned long long)bytes, wrong);
	return 0;
}
