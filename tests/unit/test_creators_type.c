/* Tests of rules/creators_type: what a written type points to, and how deep. */
#include "base/base.h"
#include "rules/creators.h"

#include "tests/unit/unit.h"

static const struct {
	const char *type, *base;
	unsigned depth;
} shapes[] = {
	{ "struct lamp *", "struct lamp", 1 },
	{ "struct lamp **", "struct lamp", 2 },
	{ "struct lamp", "struct lamp", 0 },
	{ "const struct lamp *", "struct lamp", 1 },
	{ "lamp_t * const", "lamp_t", 1 },
	{ "lamp_t *const *", "lamp_t", 2 },
	{ "Lamp &", "Lamp", 0 },
	{ "std::unique_ptr<Lamp>", "Lamp", 1 },
	{ "std::unique_ptr<light::Lamp, Deleter<Lamp>> *", "light::Lamp", 2 },
	{ "const std::shared_ptr<const Lamp> &", "Lamp", 1 },
	{ "std::vector<Lamp *>", "std::vector<Lamp *>", 0 },
	{ "RefPtr<Pair<A, B>>", "Pair<A, B>", 1 },
	{ "unique_ptr<", "", 1 },
	{ "unique_ptr<Lamp", "Lamp", 1 },
	{ "*", "", 1 },
	{ "void", "void", 0 },
	{ "", "", 0 },
};

START_TEST(a_type_is_what_it_points_to_and_how_deep)
{
	struct type_shape s = type_shape(str_from(shapes[_i].type));

	assert_str(s.base, shapes[_i].base);
	ck_assert_uint_eq(s.depth, shapes[_i].depth);
}
END_TEST

static const struct {
	const char *name;
	bool reads;
} names[] = {
	{ "lamp_new", false },	   { "lamp_from_text", true },	{ "load_lamp", true },
	{ "Lamp::Parse", true },   { "payload_new", false },	{ "thread_new", false },
};

START_TEST(a_name_says_whether_it_reads)
{
	ck_assert(is_reading(str_from(names[_i].name)) == names[_i].reads);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("creators_type");

	unit_add_table(tests, a_type_is_what_it_points_to_and_how_deep, shapes);
	unit_add_table(tests, a_name_says_whether_it_reads, names);
	return unit_run("creators_type", tests);
}
