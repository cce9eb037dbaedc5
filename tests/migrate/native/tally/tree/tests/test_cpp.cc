// The headers are C++ as well.
#include <cstdio>
#include <memory>

#include "tally_set.h"
#include "tally_store.h"

int main()
{
	std::unique_ptr<tally_t, decltype(&tally_free)> t(tally_create("cpp", 1), tally_free);
	bool is_right = t && tally_count(t.get(), 1) == 0 && tally_total(t.get()) == 1;
	std::puts(is_right ? "cpp ok" : "cpp is wrong");
	return is_right ? 0 : 1;
}
