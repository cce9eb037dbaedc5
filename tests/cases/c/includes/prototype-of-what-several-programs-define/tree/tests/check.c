int driver_run(void);
int helper_run(void);

int main(void)
{
	return driver_run() + helper_run();
}
