/* Types and declarations as text and as identities that hold across units. Only for clang_*.c. */
#ifndef ANALYZERS_LANG_C_CLANG_TYPE_H
#define ANALYZERS_LANG_C_CLANG_TYPE_H

#include "analyzers/lang/c/clang_impl.h"

/* Canonical, without const and volatile, without the arguments that smart pointers default. */
struct str clang_type_text(struct clang_tu *tu, CXType type);

/* A record that is made: "struct conn", and "real/path.h:offset" of its definition where that is seen. */
struct clang_product {
	struct str text, place;
	bool is_record; /* else it is something that nobody governs: a scalar, a pointer, void */
};

struct clang_product clang_record_product(struct clang_tu *tu, CXType record);

/* Of what a pointer, reference or smart pointer points to, one step away. */
struct clang_product clang_pointee_product(struct clang_tu *tu, CXType pointer);

/* Of what is stored through an out-parameter: `T **`, `unique_ptr<T> *`, `shared_ptr<T> &`; not when it is const. */
struct clang_product clang_out_product(struct clang_tu *tu, CXType param);

bool clang_is_smart(struct clang_tu *tu, CXType type);
bool clang_points_to_void(const struct clang_tu *tu, CXType type);
bool clang_points_to_pointer(const struct clang_tu *tu, CXType type);

/* "ns::Engine::create" */
struct str clang_qualified(struct clang_tu *tu, CXCursor declaration);

/* "path:offset" of the declaration's name; empty when it stands in no file. */
struct str clang_place_text(struct clang_tu *tu, CXCursor declaration);

/* As clang_facts.h says: a USR, with '@' and the real path where linkage is internal. */
struct str clang_identity(struct clang_tu *tu, CXCursor declaration);

#endif
