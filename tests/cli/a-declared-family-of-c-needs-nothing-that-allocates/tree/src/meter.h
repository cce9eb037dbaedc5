struct meter;

struct meter *meter_open(int channel);
struct meter *meter_begin(int channel);
