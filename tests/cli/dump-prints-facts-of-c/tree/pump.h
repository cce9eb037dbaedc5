struct pump *pump_new(void);
