#ifndef OBJECT_H
#define OBJECT_H

#define itkNewMacro(type)                    \
	static type *New()                   \
	{                                    \
		return new type();           \
	}

#endif
