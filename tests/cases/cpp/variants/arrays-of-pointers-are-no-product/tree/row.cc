#include "lamp.h"

struct Row {
	Lamp **lamps;
};

void hang(Row &row, int count);

void hang(Row &row, int count)
{
	row.lamps = new Lamp*[count];
	for (int i = 0; i < count; i++)
		row.lamps[i] = lamp_new(40);
}
