int tap_open(int turns);
int tap_close(void);
int sink_plug(void);

int sink_fill(void)
{
	return tap_open(2) && !tap_close() && sink_plug();
}

int sink_plug(void)
{
	return 1;
}
