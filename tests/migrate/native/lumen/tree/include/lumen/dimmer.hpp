// A dimmer: holds levels below a maximum.
#pragma once

#include <memory>

namespace lumen {

enum class Status { ok, bad_maximum };

struct Dimmer {
	int maximum = 255;
	int limit(int level) const { return level > maximum ? maximum : level; }
};

Status open_dimmer(int maximum, std::unique_ptr<Dimmer> *out);

} // namespace lumen
