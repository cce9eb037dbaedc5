#ifndef OBJECT_H
#define OBJECT_H

#define vtkStandardNewMacro(type)            \
	type *type::New()                    \
	{                                    \
		return new type();           \
	}

#endif
