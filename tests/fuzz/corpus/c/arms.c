#if A
int f(int a) {
#elif B
 struct x { int
#else
}
#endif
 } #if
#else
#endif
#endif
int g(a) int a; {