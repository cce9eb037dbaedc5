struct lamp {
	int watts;
};

struct lamp *lamp_new(int watts);
