#ifndef KETTLE_HH
#define KETTLE_HH

namespace kitchen {

class Kettle {
public:
	virtual ~Kettle() {}
	virtual int Boil() = 0;
};

Kettle *NewKettle(int litres);

}

#endif
