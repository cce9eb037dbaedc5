DEFINE_CODE (Conn, conn, first ("(;");
  { if (x) { second (); } })

BEGIN_DECLS
DECLARE_TYPE (Conn, conn)

OPEN_ONLY (a; b {
void printflike(1, 2) f(const char *, ...);
