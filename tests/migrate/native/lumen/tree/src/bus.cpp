#include <lumen/bus.hpp>

namespace lumen {

Bus *make_bus()
{
	return new Bus{std::vector<int>(512), "none"};
}

Bus *make_bus(int channels)
{
	return new Bus{std::vector<int>(static_cast<std::size_t>(channels)), "none"};
}

Bus *make_bus(const std::string &port)
{
	return new Bus{std::vector<int>(512), port};
}

void free_bus(Bus *bus)
{
	delete bus;
}

} // namespace lumen
