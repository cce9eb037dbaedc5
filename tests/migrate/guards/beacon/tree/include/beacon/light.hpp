// A light: shines for somebody.
#pragma once

namespace beacon {

struct Light {
	Light(const char *whose, unsigned most);
	char owner[16]; // as much of the name as there is room for
	unsigned limit;
	bool is_lit;
};

Light *make_light(const char *owner, unsigned limit); // nullptr for a limit of 0
void drop_light(Light *light);

} // namespace beacon
