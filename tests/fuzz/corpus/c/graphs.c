??=define a ??/
 b
%:if x
%:endif
int f(void) <% g_new0(struct a, 1); ??> <::> 