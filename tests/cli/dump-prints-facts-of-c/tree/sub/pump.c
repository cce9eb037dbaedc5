struct pump *pump_new(void)
{
	struct pump *pump = make_alloc(sizeof(*pump));
	return pump;
}
