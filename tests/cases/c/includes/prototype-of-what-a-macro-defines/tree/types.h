#ifndef TYPES_H
#define TYPES_H

#define BEGIN_DECLS
#define END_DECLS

#define G_DECLARE_FINAL_TYPE(Name, name, MODULE, NAME, Parent) \
	typedef struct _##Name Name;                           \
	unsigned long name##_get_type(void);

#define DEFINE_BODY(Name, name, CODE)       \
	unsigned long name##_get_type(void) \
	{                                   \
		CODE;                       \
		return sizeof(Name);        \
	}
#define G_DEFINE_TYPE_WITH_CODE(Name, name, PARENT, CODE) DEFINE_BODY(Name, name, CODE)

void shelf_begin(void);
void shelf_put(const char *name);

#endif
