#include "crane.hpp"

namespace yard {

struct Site {
	virtual Crane *make() = 0;
	virtual ~Site() = default;
};

struct Bridge : Site {
	Crane *make() override
	{
		return new Crane();
	}
};

}
