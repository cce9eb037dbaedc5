/* Files by their real paths, places in them, and the few things that are asked of every cursor. */
#include "base/base.h"
#include "analyzers/lang/c/clang_impl.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <time.h>

#include "base/path.h"

uint64_t clang_now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

struct str clang_tu_take(struct clang_tu *tu, CXString text)
{
	return clang_api_take(tu->api, tu->arena, text);
}

/* An overlay's file need not be there. */
static struct str real_path(struct clang_tu *tu, struct str name)
{
	char real[PATH_MAX];

	if (realpath(name.ptr, real))
		return arena_str(tu->arena, str_from(real));
	return path_normalise(tu->arena, path_join(tu->arena, tu->unit->directory, name));
}

struct str clang_tu_bytes(const struct clang_tu *tu, CXFile handle)
{
	size_t size = 0;
	const char *bytes = tu->api->getFileContents(tu->handle, handle, &size);

	return bytes && size < UINT32_MAX ? (struct str){ bytes, size } : STR("");
}

/* By its real path, with links followed: one file has one id, however it was reached. */
static clang_file_id add_file(struct clang_tu *tu, CXFile handle)
{
	struct clang_file file = { .handle = handle };
	uint64_t hash;
	clang_file_id id;

	file.path = real_path(tu, clang_tu_take(tu, tu->api->getFileName(handle)));
	hash = str_hash(file.path);
	id = map_get(&tu->by_path, hash);
	if (id != NONE)
		return id;
	file.is_project = path_is_inside(file.path, tu->job->run->root);
	file.is_cpp = tu->is_cpp;
	if (file.is_project)
		file.bytes = clang_tu_bytes(tu, handle);
	id = (clang_file_id)tu->files.len;
	vec_push(&tu->files, file);
	map_set(&tu->by_path, hash, id);
	return id;
}

clang_file_id clang_tu_file(struct clang_tu *tu, CXFile handle)
{
	clang_file_id id;

	if (!handle)
		return NONE;
	id = map_get(&tu->by_handle, (uintptr_t)handle);
	if (id == NONE) {
		id = add_file(tu, handle);
		map_set(&tu->by_handle, (uintptr_t)handle, id);
	}
	return id;
}

typedef void locate(CXSourceLocation location, CXFile *file, unsigned *line, unsigned *column, unsigned *offset);

static struct clang_place place_by(struct clang_tu *tu, CXSourceLocation location, locate *how)
{
	struct clang_place place = { .file = NONE };
	CXFile file = NULL;

	how(location, &file, &place.line, &place.column, &place.offset);
	place.file = clang_tu_file(tu, file);
	return place;
}

struct clang_place clang_tu_expansion(struct clang_tu *tu, CXSourceLocation location)
{
	return place_by(tu, location, tu->api->getExpansionLocation);
}

struct clang_place clang_tu_spelling(struct clang_tu *tu, CXSourceLocation location)
{
	return place_by(tu, location, tu->api->getSpellingLocation);
}

struct clang_place clang_tu_written(struct clang_tu *tu, CXSourceLocation location)
{
	return place_by(tu, location, tu->api->getFileLocation);
}

struct str clang_tu_word(const struct clang_tu *tu, struct clang_place place)
{
	struct str bytes;
	size_t end = place.offset;

	if (place.file == NONE)
		return STR("");
	bytes = tu->files.items[place.file].bytes;
	while (end < bytes.len && (isalnum((unsigned char)bytes.ptr[end]) || bytes.ptr[end] == '_'))
		end++;
	return str_slice(bytes, place.offset, end);
}

static enum CXChildVisitResult gather_child(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct clang_children *children = data;

	vec_push(children, cursor);
	return CXChildVisit_Continue;
}

void clang_tu_children(const struct clang_tu *tu, CXCursor parent, struct clang_children *ret)
{
	*ret = (struct clang_children){ 0 };
	tu->api->visitChildren(parent, gather_child, ret);
}

CXCursor clang_tu_unwrap(const struct clang_tu *tu, CXCursor expression)
{
	for (;;) {
		enum CXCursorKind kind = tu->api->getCursorKind(expression);
		bool is_cast = kind == CXCursor_CStyleCastExpr;
		struct clang_children children;
		CXCursor inner = expression;

		if (kind != CXCursor_UnexposedExpr && kind != CXCursor_ParenExpr && !is_cast)
			return expression;
		clang_tu_children(tu, expression, &children);
		if (children.len && (is_cast || children.len == 1))
			inner = *vec_last(&children);
		vec_release(&children);
		if (tu->api->equalCursors(inner, expression))
			return expression;
		expression = inner;
	}
}
