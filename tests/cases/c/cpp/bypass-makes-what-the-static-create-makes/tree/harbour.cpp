#include "crane.hpp"

namespace yard {

struct Harbour {
	std::shared_ptr<Crane> crane;
	void open();
};

void Harbour::open()
{
	crane = std::make_shared<Crane>();
}

}
