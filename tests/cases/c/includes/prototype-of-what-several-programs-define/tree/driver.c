int probe_run(const char *text);
int probe_usage(void);

int main(void)
{
	return probe_run("") + probe_usage();
}
