struct pot {
	int litres;
};

struct pot *pot_new(int litres);
