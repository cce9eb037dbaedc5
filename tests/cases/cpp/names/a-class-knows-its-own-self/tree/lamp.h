#ifndef LAMP_H
#define LAMP_H

#define Kit_EXPORT __attribute__((visibility("default")))

class Kit_EXPORT Lamp {
public:
	using Self = Lamp;
	static Self *New();
	int watts = 0;
};

class Kit_EXPORT Plug {
public:
	using Self = Plug;
	static Self *New();
	int pins = 2;
};

#endif
