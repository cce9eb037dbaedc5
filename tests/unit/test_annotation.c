/* Tests of rules/annotation: which annotations say the same of what is returned. */
#include "base/base.h"
#include "rules/annotation.h"

#include "tests/unit/unit.h"

static const struct {
	const char *a, *b;
	bool agree;
} cases[] = {
	{ "Engine", "Engine", true },
	{ "Engine", "Motor", false },
	{ "Engine", "", true },
	{ "Engine", "Any", true },
	{ "Engine", "Self", true },
	{ "T", "Engine", true },
	{ "Engine", "app.engine.Engine", true },
	{ "Optional[Engine]", "Engine | None", true },
	{ "Optional[Engine]", "None | 'Engine'", true },
	{ "Union[A, B, None]", "Optional[Union[B, A]]", true },
	{ "Optional[Engine]", "Engine", false },
	{ "Union[Engine, Motor]", "Engine", false },
	{ "Dict[str, List[int]]", "dict[str, list[int]]", true },
	{ "List[int]", "list[str]", false },
	{ "List[int]", "set[int]", false },
	{ "AsyncGenerator[Engine, None]", "AsyncIterator[Engine]", true },
	{ "Iterator[Engine]", "Generator[Engine, None, None]", true },
	{ "Iterator[Engine]", "Generator[Motor, None, None]", false },
	{ "tuple[int, ...]", "tuple[int, ...]", true },
	{ "Callable[[int], str]", "Callable[[int], int]", false },
	{ "list[", "Engine", true },
	{ "Literal[1]", "Literal[2]", false },
	{ "a[b[c[d[e[f[g[h[i[j[k[l[m[n[o[p[q[r[s[t[u[v[w]]]]]]]]]]]]]]]]]]]]]]", "Engine", true },
};

START_TEST(annotations_agree_when_they_say_the_same)
{
	struct str a = str_from(cases[_i].a), b = str_from(cases[_i].b);

	ck_assert_msg(annotations_agree(a, b) == cases[_i].agree, "%s beside %s", cases[_i].a, cases[_i].b);
	ck_assert_msg(annotations_agree(b, a) == cases[_i].agree, "%s beside %s", cases[_i].b, cases[_i].a);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("annotation");

	unit_add_table(tests, annotations_agree_when_they_say_the_same, cases);
	return unit_run("annotation", tests);
}
