#ifndef OBJECT_H
#define OBJECT_H

#define ACME_OBJECT(type)                    \
	type *type::make()                   \
	{                                    \
		return new type();           \
	}

#endif
