/* Paths as text. */
#include "base/path.h"
#include "base/base.h"

#include <stdlib.h>
#include <string.h>

static bool is_absolute(struct str path)
{
	return path.len > 0 && path.ptr[0] == '/';
}

struct str path_join(struct arena *a, struct str left, struct str right)
{
	const char *between;

	if (left.len == 0 || is_absolute(right))
		return arena_str(a, right);
	if (right.len == 0)
		return arena_str(a, left);
	between = left.ptr[left.len - 1] == '/' ? "" : "/";
	return arena_printf(a, STR_FMT "%s" STR_FMT, STR_ARG(left), between, STR_ARG(right));
}

/* Drop the last component of out[0, len); the part before keep stays. */
static size_t drop_last(const char *out, size_t len, size_t keep)
{
	while (len > keep && out[len - 1] != '/')
		len--;
	return len > keep ? len - 1 : keep;
}

static bool can_drop(struct str out, size_t keep)
{
	return out.len > keep && !str_is(path_base(out), "..");
}

static size_t append_part(char *out, size_t len, size_t root, struct str part)
{
	if (len > root)
		out[len++] = '/';
	memcpy(out + len, part.ptr, part.len);
	return len + part.len;
}

struct str path_normalise(struct arena *a, struct str path)
{
	size_t root = is_absolute(path) ? 1 : 0;
	char *out = arena_alloc(a, path.len + 2);
	size_t len = root;
	struct str part;

	if (root)
		out[0] = '/';
	while (str_next(&path, '/', &part)) {
		if (part.len == 0 || str_is(part, "."))
			continue;
		if (!str_is(part, ".."))
			len = append_part(out, len, root, part);
		else if (can_drop((struct str){ out, len }, root))
			len = drop_last(out, len, root);
		else if (!root)
			len = append_part(out, len, root, part);
	}
	if (len == 0)
		out[len++] = '.';
	out[len] = '\0';
	return (struct str){ out, len };
}

bool path_real(struct arena *a, const char *path, struct str *ret_real, struct err *err)
{
	char *real = realpath(path, NULL);

	if (!real)
		return err_errno(err, "cannot resolve %s", path);
	*ret_real = arena_str(a, str_from(real));
	free(real);
	return true;
}

struct str path_dir(struct str path)
{
	size_t slash = str_rfind(path, '/');

	if (slash == path.len)
		return str_slice(path, 0, 0);
	while (slash > 0 && path.ptr[slash - 1] == '/')
		slash--;
	return str_slice(path, 0, slash ? slash : 1);
}

struct str path_base(struct str path)
{
	return str_tail(path, '/');
}

/* The offset of the dot before the extension; base.len when there is none. */
static size_t extension_dot(struct str base)
{
	size_t dot = str_rfind(base, '.');
	size_t leading = 0;

	while (leading < base.len && base.ptr[leading] == '.')
		leading++;
	return dot < leading ? base.len : dot;
}

struct str path_stem(struct str path)
{
	struct str base = path_base(path);

	return str_slice(base, 0, extension_dot(base));
}

struct str path_extension(struct str path)
{
	struct str base = path_base(path);

	return str_slice(base, extension_dot(base) + 1, base.len);
}

static bool climbs_out(struct str path)
{
	return str_is(path, "..") || str_starts(path, STR("../"));
}

bool path_is_inside(struct str path, struct str dir)
{
	if (dir.len == 0 || str_is(dir, "."))
		return !is_absolute(path) && !climbs_out(path);
	if (!str_starts(path, dir))
		return false;
	if (path.len == dir.len || str_is(dir, "/"))
		return true;
	return path.ptr[dir.len] == '/' && !climbs_out(str_slice(path, dir.len + 1, path.len));
}

bool path_has_component(struct str path, struct str name)
{
	struct str part;

	while (str_next(&path, '/', &part))
		if (part.len && str_eq(part, name))
			return true;
	return false;
}
