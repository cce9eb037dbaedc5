// A bus: the wire that levels go over.
#pragma once

#include <string>
#include <vector>

namespace lumen {

struct Bus {
	std::vector<int> levels;
	std::string port;
};

Bus *make_bus();
Bus *make_bus(int channels);
Bus *make_bus(const std::string &port);
void free_bus(Bus *bus);

} // namespace lumen
