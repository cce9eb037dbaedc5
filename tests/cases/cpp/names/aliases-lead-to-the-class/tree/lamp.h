#ifndef LAMP_H
#define LAMP_H

namespace light {

struct Lamp {
	int watts;
};

using Bulb = Lamp;
typedef Bulb Candle;

Candle *lamp_new(int watts);

}

#endif
