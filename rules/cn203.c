/* CN203: a string that names a member by a way that is not the canonical. */
#include "base/base.h"
#include "rules/rule.h"

/* The family that a string's last names belong to: by a member's symbol, then by a member's module. */
static uint32_t family_of_tail(const struct map *names, struct str text)
{
	struct str rest = text, part;
	uint32_t found = NONE;

	while (str_next(&rest, '.', &part))
		if (map_has(names, str_hash(part)))
			found = map_get(names, str_hash(part));
	return found;
}

static void index_names(const struct rule_input *in, struct map *names)
{
	RULE_MEMBERS(in, fam, m)
		if (m->basis == BASIS_LINKED && m->is_production && m->kind != MEMBER_CALL && m->class != CLASS_HELPER)
			map_add(names, str_hash(m->symbol), family_index(in, fam));
}

/* What cannot be looked up where the string says may be meant in the canonical's module. */
static void mend_missing(const struct rule_input *in, struct findings *out, struct finding *x, const struct family *fam, struct str name)
{
	const struct member *c = canonical_of(fam);
	struct target t = c ? link_name(in->link, c->file, name) : (struct target){ .kind = TARGET_NO_NAME };

	if (t.kind == TARGET_DEF || t.kind == TARGET_VARIABLE)
		finding_mend(out, x, MEND_SHOW, "name what the code under test looks up: \"" STR_FMT "." STR_FMT "\", perhaps",
			     STR_ARG(canonical_module(in, fam)), STR_ARG(name));
	else
		finding_mend(out, x, MEND_SHOW, "name what the code under test looks up");
}

static uint32_t member_named(const struct family *fam, struct str symbol, file_id file)
{
	for (uint32_t i = 0; i < fam->members.len; i++)
		if (fam->members.items[i].file == file && str_eq(fam->members.items[i].symbol, symbol))
			return i;
	return NONE;
}

/* "a.b:C.d" -> the part up to and with the member's name, as dots. */
static struct str upto_member(struct findings *out, struct str text, const struct map *names)
{
	struct str rest = text, part, path = { 0 };

	while (str_next(&rest, '.', &part)) {
		path = path.len ? arena_printf(&out->arena, STR_FMT "." STR_FMT, STR_ARG(path), STR_ARG(part)) : part;
		if (map_has(names, str_hash(part)))
			return path;
	}
	return path;
}

static void add_module(const struct rule_input *in, struct map *modules, struct map *words, file_id file, uint32_t family)
{
	if (map_add(modules, file, family))
		map_set(words, str_hash(str_tail(link_module_name(in->link, file), '.')), 0);
}

/* Is there a component of the string by which one of the modules is called? Most strings are about others. */
static bool mentions_module(const struct map *words, struct str text)
{
	struct str rest = text, part;

	while (str_next(&rest, '.', &part))
		if (map_has(words, str_hash(part)))
			return true;
	return false;
}

/* The families' own modules: those that define a class member, or only hand members on. */
static void index_modules(const struct rule_input *in, struct map *modules, struct map *words)
{
	RULE_MEMBERS(in, fam, m)
		if (m->is_production && (m->kind == MEMBER_CLASS || (m->kind == MEMBER_IMPORT && in->project->files[m->file].outline.def_count == 0)) &&
		    m->class != CLASS_HELPER && m->class != CLASS_BYPASS)
			add_module(in, modules, words, m->file, family_index(in, fam));
}

/* A string that asks one of these modules for a name that it lacks. */
static void check_missing(const struct rule *self, const struct rule_input *in, struct findings *out, const struct map *modules, const struct map *words,
			  file_id file, const struct seam *s)
{
	struct target t;
	struct finding *x;

	if (s->is_dynamic || str_find(s->text, '.') == s->text.len || !mentions_module(words, s->text))
		return;
	t = link_string(in->link, file, s->text);
	if (t.kind != TARGET_NO_NAME || t.file == NONE || !map_has(modules, t.file))
		return;
	x = finding_add(out, self, map_get(modules, t.file), file, s->span, t.name, "\"" STR_FMT "\" names nothing that exists: " STR_FMT " has no `" STR_FMT "`",
			STR_ARG(s->text), STR_ARG(link_module_name(in->link, t.file)), STR_ARG(t.name));
	finding_mend(out, x, MEND_SHOW, "name what the code under test looks up");
}

/* Does the call load, or look for, the module that the string names? */
static bool is_loader(struct str callee)
{
	static const char *const loaders[] = { "import_module", "__import__", "find_spec" };

	for (size_t i = 0; i < ARRAY_LEN(loaders); i++)
		if (str_is(str_tail(callee, '.'), loaders[i]))
			return true;
	return false;
}

/* Modules that hold nothing but members of one family, handed on. */
static void index_redirects(const struct rule_input *in, struct map *redirects)
{
	RULE_MEMBERS(in, fam, m)
		if (m->is_production && m->kind == MEMBER_IMPORT && m->class == CLASS_REDIRECT && canonical_of(fam) &&
		    in->project->files[m->file].outline.def_count == 0 && m->file != canonical_of(fam)->file &&
		    !is_face(in->project, m->file, canonical_of(fam)->file))
			map_add(redirects, m->file, family_index(in, fam));
}

static uint32_t line_of_redirect(const struct family *fam, file_id file)
{
	for (uint32_t i = 0; i < fam->members.len; i++)
		if (fam->members.items[i].file == file && fam->members.items[i].kind == MEMBER_IMPORT)
			return fam->members.items[i].span.line;
	return 1;
}

/* A redirect's module that is loaded by its name. */
static void check_loaded(const struct rule *self, const struct rule_input *in, struct findings *out, const struct map *redirects, file_id file,
			 const struct seam *s)
{
	struct target t;
	struct finding *x;
	const struct family *fam;
	uint32_t family;

	if (s->is_dynamic || !is_loader(s->callee))
		return;
	t = link_string(in->link, file, s->text);
	family = t.kind == TARGET_MODULE && t.file != NONE ? map_get(redirects, t.file) : NONE;
	if (family == NONE)
		return;
	fam = &in->families->items.items[family];
	x = finding_add(out, self, family, file, s->span, str_tail(s->text, '.'), "\"" STR_FMT "\" loads a redirect", STR_ARG(s->text));
	finding_relate(out, x, t.file, line_of_redirect(fam, t.file), "the redirect");
	relate_canonical(out, x, fam);
	finding_mend(out, x, MEND_ASK, "load " STR_FMT ", if it has all that is taken from it", STR_ARG(canonical_module(in, fam)));
}

/* True when a family has something to do with the string, right or wrong. */
static bool check_seam(const struct rule *self, const struct rule_input *in, struct findings *out, const struct map *names, file_id file, const struct seam *s)
{
	uint32_t family = s->is_dynamic ? NONE : family_of_tail(names, s->text);
	const struct family *fam = family == NONE ? NULL : &in->families->items.items[family];
	struct str named;
	struct target t, module;
	struct finding *x;
	uint32_t m;

	if (!fam || str_find(s->text, '.') == s->text.len)
		return false;
	named = upto_member(out, s->text, names);
	t = link_string(in->link, file, named);
	module = link_string(in->link, file, str_head(named, '.'));
	if (t.kind == TARGET_NO_MODULE || t.kind == TARGET_NO_NAME) {
		x = finding_add(out, self, family, file, s->span, str_tail(named, '.'), "\"" STR_FMT "\" names nothing that exists: `" STR_FMT "` is missing",
				STR_ARG(s->text), STR_ARG(t.name));
		mend_missing(in, out, x, fam, str_tail(named, '.'));
		relate_canonical(out, x, fam);
		return true;
	}
	if (module.kind != TARGET_MODULE || module.file == NONE || !canonical_of(fam) || module.file == canonical_of(fam)->file ||
	    is_face(in->project, module.file, canonical_of(fam)->file))
		return true;
	m = member_named(fam, str_tail(named, '.'), module.file);
	if (m == NONE || fam->members.items[m].class == CLASS_ACCESSOR || fam->members.items[m].class == CLASS_VARIANT)
		return true;
	x = finding_add(out, self, family, file, s->span, str_tail(named, '.'), "\"" STR_FMT "\" names a member through %s", STR_ARG(s->text),
			member_class_names[fam->members.items[m].class]);
	finding_relate(out, x, module.file, fam->members.items[m].span.line, "the %s", member_class_names[fam->members.items[m].class]);
	relate_canonical(out, x, fam);
	finding_mend(out, x, MEND_ASK, "name it in " STR_FMT ", if that is where the reader looks it up", STR_ARG(canonical_module(in, fam)));
	return true;
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	struct map names = { 0 }, modules = { 0 }, words = { 0 }, redirects = { 0 };

	index_names(in, &names);
	index_modules(in, &modules, &words);
	index_redirects(in, &redirects);
	for (file_id i = 0; i < in->project->file_count; i++) {
		const struct file *f = &in->project->files[i];

		for (uint32_t k = 0; k < f->outline.seam_count && !(f->roles & (ROLE_BACKUP | ROLE_VENDORED)); k++) {
			check_loaded(self, in, out, &redirects, i, &f->outline.seams[k]);
			if (!check_seam(self, in, out, &names, i, &f->outline.seams[k]))
				check_missing(self, in, out, &modules, &words, i, &f->outline.seams[k]);
		}
	}
	map_release(&names);
	map_release(&modules);
	map_release(&words);
	map_release(&redirects);
}

const struct rule rule_cn203 = {
	.code = "CN203",
	.name = "non-canonical-seam",
	.summary = "seam: a string that names a non-canonical member",
	.explanation =
	"A string that is read as a name: the target of mock.patch, of importlib.import_module, of an\n"
	"entry point. When it names a member through a redirect, the patch replaces the redirect's\n"
	"name and not what the code under test uses; when what it names does not exist, it fails\n"
	"or patches nothing.\n"
	"\n"
	"What to do: name the module in which the name is looked up when the code runs.\n",
	.severity = SEVERITY_WARNING,
	.mend = MEND_ASK,
	.run = run,
};
