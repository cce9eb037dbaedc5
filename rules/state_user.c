/* Users: which parameters stand for one of many, and which classes keep what they were given for one. */
#include "base/base.h"
#include "rules/callable.h"
#include "rules/names.h"
#include "rules/state.h"

#include <ctype.h>
#include <string.h>

#define BASES_MAX 8 /* one above the other */
#define SHORT_METHOD 800 /* bytes that are parsed without much thought */

/* One user, tenant, request or conversation; not "session" alone of a database. */
static const char *const user_words[] = { "account", "connection", "conversation", "ctx", "context", "customer", "guest", "identity", "owner",
					  "principal", "request", "run", "session", "tenant", "thread", "token", "user", "visitor", "websocket" };

/* What may follow such a word: user_id, request_data. Anything else is about users and belongs to none: user_service, thread_pool. */
static const char *const end_words[] = { "data", "email", "id", "ids", "info", "key", "obj", "object", "payload", "profile", "scope", "state" };

static bool is_word(struct str token, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_is(token, words[i]))
			return true;
	return false;
}

/* access_token, user_token, token: who has it is somebody. new_token is a coin, or a word of a text. */
static bool is_of_somebody(const struct tokens *t, uint32_t i)
{
	static const char *const before[] = { "access", "api", "auth", "bearer", "csrf", "id", "jwt", "login", "refresh", "session", "user" };

	return !str_is(t->token[i], "token") || t->count == 1 || (i > 0 && is_word(t->token[i - 1], before, ARRAY_LEN(before)));
}

bool state_is_user_name(struct str name)
{
	struct tokens tokens;
	struct str last;
	bool is_user = false;

	tokens_split(name, &tokens);
	if (tokens.count == 0)
		return false;
	for (uint32_t i = 0; i < tokens.count; i++)
		is_user = is_user || (is_word(tokens.token[i], user_words, ARRAY_LEN(user_words)) && is_of_somebody(&tokens, i));
	last = tokens.token[tokens.count - 1];
	return is_user && (is_word(last, user_words, ARRAY_LEN(user_words)) || is_word(last, end_words, ARRAY_LEN(end_words)));
}

bool state_is_surely_user(struct str name)
{
	static const char *const people[] = { "account", "customer", "guest", "principal", "request", "tenant", "user", "visitor" };
	static const char *const about[] = { "conversation", "run", "session", "thread" };
	struct tokens tokens;
	bool is_about = false;

	if (!state_is_user_name(name))
		return false;
	tokens_split(name, &tokens);
	for (uint32_t i = 0; i < tokens.count; i++) {
		if (is_word(tokens.token[i], people, ARRAY_LEN(people)))
			return true;
		is_about = is_about || is_word(tokens.token[i], about, ARRAY_LEN(about));
	}
	return is_about && str_is(tokens.token[tokens.count - 1], "id");
}

bool state_is_user_param(const struct param *p)
{
	if (p->kind == PARAM_ARGS || p->kind == PARAM_KWARGS || str_is(p->name, "self") || str_is(p->name, "cls"))
		return false;
	return state_is_user_name(p->name);
}

static bool is_identifier_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

/* `context.value` is of an enumeration: one of a few, and nobody's. */
static bool is_choice(struct str text, size_t end)
{
	static const struct str attribute = STR_INIT(".value");
	struct str rest = str_slice(text, end, text.len);

	return str_starts(rest, attribute) && (rest.len == attribute.len || !is_identifier_char(rest.ptr[attribute.len]));
}

bool state_mentions(struct str text, struct str identifier)
{
	for (size_t i = 0; identifier.len > 0 && i + identifier.len <= text.len; i++) {
		size_t end = i + identifier.len;

		if (!str_eq(str_slice(text, i, end), identifier))
			continue;
		if (i > 0 && (is_identifier_char(text.ptr[i - 1]) || text.ptr[i - 1] == '.'))
			continue;
		if (end < text.len && (is_identifier_char(text.ptr[end]) || is_choice(text, end)))
			continue;
		return true;
	}
	return false;
}

const struct param *state_user_param_in(const struct detail *d, struct str text)
{
	for (uint32_t i = 0; d && i < d->param_count; i++)
		if (state_is_user_param(&d->params[i]) && state_mentions(text, d->params[i].name))
			return &d->params[i];
	return NULL;
}

/* --- Classes --- */

/* What sets an instance up belongs to its making. */
static bool is_setup(struct str name)
{
	static const char *const names[] = { "__init__", "__new__", "__post_init__", "__enter__", "__aenter__", "__exit__", "__aexit__",
					     "__del__", "close", "shutdown", "start", "stop", "reset", "cleanup" };
	struct tokens tokens;

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_is(name, names[i]))
			return true;
	tokens_split(name, &tokens);
	if (tokens.count == 0)
		return false;
	return is_word(tokens.token[0], (const char *const[]){ "initialize", "init", "configure", "setup", "startup" }, 5);
}

static bool is_of_instance(const struct state_event *e)
{
	return (e->kind == STATE_SET || e->kind == STATE_STORE) && str_starts(e->name, STR("self."));
}

static void note_change(struct class_state *ret, const struct def *method, const struct detail *d, const struct state_event *e)
{
	const struct param *user = state_user_param_in(d, e->text);

	if (user && !ret->user_line) {
		ret->user_line = e->span.line;
		ret->user_method = method->name;
		ret->user_param = user->name;
	}
	if (!ret->change_line) {
		ret->change_line = e->span.line;
		ret->change_method = method->name;
	}
}

/* Does __init__ do more than to keep what it is given: open, register, build? */
static bool is_work(const struct states *s, const struct state_file *f, const struct use *u)
{
	const struct lang_modules *modules = s->in->project->files[f->file].lang->modules;
	struct str head = str_slice(u->name, 0, str_find(u->name, '.'));

	if (u->kind != USE_CALL || str_starts(u->name, STR("super()")) || str_has_nocase(head, STR("log")))
		return false;
	return head.len != u->name.len || !modules || !modules->is_builtin(head);
}

static bool works_when_made(const struct states *s, const struct state_file *f, uint32_t class_def)
{
	const struct outline *o = &s->in->project->files[f->file].outline;

	for (uint32_t d = class_def + 1; d < o->def_count && o->defs[d].span.start < o->defs[class_def].end; d++) {
		const struct detail *x = o->defs[d].parent == class_def && str_is(o->defs[d].name, "__init__") ? state_detail(s, f, d) : NULL;

		for (uint32_t i = 0; x && i < x->use_count; i++)
			if (is_work(s, f, &f->facts.details.uses[x->first_use + i]))
				return true;
	}
	return false;
}

/* Does the text behind `self.` change what it names: set it, index it, or call what adds to it? */
static bool changes(struct str text)
{
	static const char *const verbs[] = { "add", "append", "appendleft", "extend", "insert", "setdefault", "update" };
	size_t end = 0, last;

	while (end < text.len && (is_identifier_char(text.ptr[end]) || text.ptr[end] == '.'))
		end++;
	if (end + 2 >= text.len || end == 0)
		return false;
	last = str_rfind(str_slice(text, 0, end), '.');
	if (text.ptr[end] == '(')
		return last < end && is_word(str_slice(text, last + 1, end), verbs, ARRAY_LEN(verbs));
	if (text.ptr[end] == '[' || (text.ptr[end] == ':' && text.ptr[end + 1] == ' '))
		return true;
	while (end + 2 < text.len && text.ptr[end] == ' ')
		end++;
	return (text.ptr[end] == '=') != (text.ptr[end + 1] == '=');
}

static bool changes_self(struct str text)
{
	static const struct str self = STR_INIT("self.");

	for (const char *at = text.ptr, *end = text.ptr + text.len; at && at < end; at += self.len) {
		at = memmem(at, (size_t)(end - at), self.ptr, self.len);
		if (!at)
			return false;
		if (changes((struct str){ at + self.len, (size_t)(end - at) - self.len }))
			return true;
	}
	return false;
}

static bool is_constructor(struct str text, struct str params)
{
	return params.len > 0 && memmem(text.ptr, (size_t)(params.ptr - text.ptr), "__init__", 8);
}

bool state_is_any_change(struct str text)
{
	return is_constructor(text, state_parameters_in(text)) || changes_self(text);
}

bool state_is_change(struct str text)
{
	struct str params = state_parameters_in(text);

	if (is_constructor(text, params))
		return true;
	if (!changes_self(text))
		return false;
	for (size_t i = 0, start; i < params.len; i++) {
		for (start = i; i < params.len && is_identifier_char(params.ptr[i]);)
			i++;
		if (i > start && state_is_user_name(str_slice(params, start, i)))
			return true;
	}
	return text.len <= SHORT_METHOD;
}

bool state_is_build(struct str text)
{
	static const struct str self = STR_INIT("self.");

	for (const char *at = text.ptr, *end = text.ptr + text.len; at && at < end; at += self.len) {
		struct str rest;
		size_t len = 0;

		at = memmem(at, (size_t)(end - at), self.ptr, self.len);
		if (!at)
			return false;
		rest = (struct str){ at + self.len, (size_t)(end - at) - self.len };
		while (len < rest.len && is_identifier_char(rest.ptr[len]))
			len++;
		if (state_is_collaborator(str_slice(rest, 0, len)) && changes(rest))
			return true;
	}
	return false;
}

/* What the constructor calls of its own belongs to the making. */
static bool is_called_by_constructor(const struct states *s, const struct state_file *f, uint32_t class_def, struct str method)
{
	const struct outline *o = &s->in->project->files[f->file].outline;

	for (uint32_t d = class_def + 1; d < o->def_count && o->defs[d].span.start < o->defs[class_def].end; d++) {
		const struct detail *x = o->defs[d].parent == class_def && str_is(o->defs[d].name, "__init__") ? state_detail(s, f, d) : NULL;

		for (uint32_t i = 0; x && i < x->use_count; i++) {
			const struct use *u = &f->facts.details.uses[x->first_use + i];

			if (u->kind == USE_CALL && str_starts(u->name, STR("self.")) && str_eq(str_slice(u->name, 5, u->name.len), method))
				return true;
		}
	}
	return false;
}

bool state_is_handed(struct str text)
{
	struct str params = state_parameters_in(text);
	size_t before = (size_t)(params.ptr - text.ptr);

	if (params.len == 0)
		return false;
	if (memmem(text.ptr, before, "__init__", 8))
		return true;
	return memmem(text.ptr, text.len, "return self.", 12) && (memmem(text.ptr, before, "create", 6) || memmem(text.ptr, before, "make", 4) || memmem(text.ptr, before, "new", 3));
}

static void note_changes(struct states *s, struct state_file *f, struct class_state *ret)
{
	for (uint32_t i = f->ranges[ret->def].first; i < f->ranges[ret->def].end; i++) {
		const struct state_event *e = &f->facts.events[i];
		uint32_t def = state_def_at(s, f, e->def_start);

		if (!is_of_instance(e) || def == NONE || state_def(s, f, def)->parent != ret->def)
			continue;
		if (!is_setup(state_def(s, f, def)->name) && !is_called_by_constructor(s, f, ret->def, state_def(s, f, def)->name))
			note_change(ret, state_def(s, f, def), state_detail(s, f, def), e);
	}
	ret->is_data = !ret->change_line && !works_when_made(s, f, ret->def);
}

struct class_state state_of_class(struct states *s, file_id file, uint32_t class_def)
{
	struct class_state ret = { .file = file, .def = class_def };
	struct state_file *f = states_part(s, STATE_PART_CHANGES, file, class_def);

	if (!f->facts.is_read)
		return ret;
	ret.is_known = true;
	note_changes(s, f, &ret);
	if (!ret.change_line)
		note_changes(s, states_part(s, STATE_PART_ALL_CHANGES, file, class_def), &ret);
	return ret;
}

/* Is `cls` in a function the class around it, and no parameter that somebody fills? */
static bool is_own_class(const struct states *s, const struct state_file *f, uint32_t def)
{
	for (; def != NONE && state_def(s, f, def)->kind == DEF_FUNCTION; def = state_def(s, f, def)->parent) {
		const struct detail *d = state_detail(s, f, def);

		for (uint32_t i = 0; d && i < d->param_count; i++)
			if (str_is(d->params[i].name, "cls"))
				return i == 0 && callable_takes_class(state_def(s, f, def), d);
	}
	return false;
}

bool state_is_data_class(struct states *s, file_id file, uint32_t class_def, unsigned depth)
{
	const struct state_file *f = states_part(s, STATE_PART_HANDED, file, class_def);
	const struct detail *d = f->facts.is_read ? state_detail(s, f, class_def) : NULL;

	if (!d || d->flags & BODY_DATA || depth == BASES_MAX)
		return d && d->flags & BODY_DATA;
	for (uint32_t i = 0; i < d->base_count; i++) {
		struct target t = link_dotted(s->in->link, file, state_def(s, f, class_def)->parent, d->bases[i]);

		if (t.kind == TARGET_DEF && s->in->project->files[t.file].outline.defs[t.index].kind == DEF_CLASS &&
		    !(t.file == file && t.index == class_def) && state_is_data_class(s, t.file, t.index, depth + 1))
			return true;
	}
	return false;
}

bool state_made_class(struct states *s, const struct state_file *f, uint32_t def, struct str callee, file_id *ret_file, uint32_t *ret_def)
{
	struct target t;
	const struct detail *d;

	if ((str_is(callee, "cls") && is_own_class(s, f, def)) || str_is(callee, "super().__new__") || str_is(callee, "object.__new__")) {
		*ret_file = f->file;
		*ret_def = state_class_of(s, f, def);
		return *ret_def != NONE;
	}
	t = link_dotted(s->in->link, f->file, def, callee);
	for (unsigned hops = 0; t.kind == TARGET_DEF && hops < 3; hops++) {
		struct state_file *at = NULL;

		if (s->in->project->files[t.file].outline.defs[t.index].kind == DEF_CLASS) {
			*ret_file = t.file;
			*ret_def = t.index;
			return true;
		}
		at = states_part(s, STATE_PART_WHOLE, t.file, t.index);
		d = at->facts.is_read ? state_detail(s, at, t.index) : NULL;
		if (!d || d->returns.len == 0)
			return false;
		t = link_dotted(s->in->link, t.file, NONE, d->returns);
	}
	return false;
}
