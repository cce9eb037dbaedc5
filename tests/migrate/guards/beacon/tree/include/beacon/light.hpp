// A light: shines on one channel.
#pragma once

namespace beacon {

struct Light {
	explicit Light(int on) : channel(on), is_lit(false) {}
	int channel;
	bool is_lit;
};

Light *make_light(int channel); // nullptr for a channel that no light can have

} // namespace beacon
