#pragma once
#include <memory>
#include <string>

namespace yard {

class Crane {
public:
	static std::unique_ptr<Crane> create(int height);
	virtual ~Crane() = default;
	int height = 0;
	std::string name;
};

}
