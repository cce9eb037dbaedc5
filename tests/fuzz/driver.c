/* Runs a fuzz target without libFuzzer: over each corpus file whole, and cut off at the ends of its lines. */
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A copy of exactly `size` bytes, so that a sanitizer sees the first byte read behind the end. */
static void try_input(const char *data, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1);

	if (!copy)
		abort();
	memcpy(copy, data, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

/* The work grows with size * heads: a long file is cut at some of its lines only. */
enum { MAX_HEADS = 200 };

static void try_input_and_heads(const char *data, size_t size)
{
	size_t lines = 0, seen = 0, step;

	try_input(data, size);
	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	step = lines / MAX_HEADS + 1;
	for (size_t i = 0; i < size; i++)
		if (data[i] == '\n' && seen++ % step == 0)
			try_input(data, i + 1);
}

/* Is false, with errno, when the file could not be read. */
static bool try_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	char *data;
	long size;

	if (!file)
		return false;
	fseek(file, 0, SEEK_END);
	size = ftell(file);
	rewind(file);
	data = malloc((size_t)size + 1);
	if (!data || fread(data, 1, (size_t)size, file) != (size_t)size)
		abort();
	fclose(file);
	try_input_and_heads(data, (size_t)size);
	free(data);
	return true;
}

static bool try_entry(const char *folder, const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	fprintf(stderr, "%s\n", path); /* first, so that a crash has a name */
	if (try_file(path))
		return true;
	fprintf(stderr, "%s: %s\n", path, strerror(errno));
	return false;
}

int main(int argc, char **argv)
{
	struct dirent **entries;
	int passed = 0, failed = 0;

	for (int arg = 1; arg < argc; arg++) {
		int count = scandir(argv[arg], &entries, NULL, alphasort);

		if (count < 0) {
			fprintf(stderr, "%s: %s\n", argv[arg], strerror(errno));
			failed++;
			continue;
		}
		for (int i = 0; i < count; i++) {
			if (entries[i]->d_name[0] != '.') {
				bool ok = try_entry(argv[arg], entries[i]->d_name);

				passed += ok;
				failed += !ok;
			}
			free(entries[i]);
		}
		free(entries);
	}
	printf("%d passed, %d failed\n", passed, failed);
	return failed || !passed;
}
