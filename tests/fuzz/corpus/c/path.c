static struct a *p;
int f(int n, struct a *q)
{
	if (!q || n < 0)
		return -1;
	if (is_ready)
		goto out;
	for (int i = first(n); i < n && more(i); i++)
		each(i) { p->x = *p; }
	do { p = a_new(n); } while (0);
	switch (n) { case 1: g(p[1]); break; default: h(({ int k = g(1); k; })); }
	while (n--) { if (done) break; }
#ifdef X
	assert(p != 0); {
#else
	{
#endif
		n ? g(p) : A::h((struct a){ .x = g(2) });
	}
	try { throw g(3); } catch (const E &e) { auto l = [&](int i) { return p->f(i); }; }
out:
	exit(n);
}
