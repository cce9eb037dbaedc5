/* Contexts: who wants an engine for what. */
#ifndef RUNTIME_CONTEXT_H
#define RUNTIME_CONTEXT_H

#include "runtime/common.h"

/*
 * Everything that can be wrong with one is found here, before anything is made.
 * Ids are refused as placeholders only when they are one as a whole: "default" is nobody, "default_user_17" is a user.
 */

struct policy {
	const char *const *placeholders; /* NULL-terminated */
	uint32_t metadata_max;
	bool compat; /* thread_id and session_id are renamed instead of refused */
};

/* A context that passed: lengths known, all borrowed from the caller. */
struct checked {
	const char *user, *run, *parent, *metadata;
	size_t user_len, run_len, parent_len, metadata_len;
	/* Where "legacy_" must be put in, first to last; 0 or more than one only with `compat`. */
	size_t renames[2], renames_count;
};

extern const char *const default_placeholders[];

struct policy policy_of(const eef_config *config);

/* *ret_why, when not NULL, is a static sentence on failure. */
eef_status context_check(
	const struct policy *policy, const eef_context *context, struct checked *ret, const char **ret_why);

/* 1..EEF_ID_MAX bytes of UTF-8 without control characters; *ret_len is set on EEF_OK. */
eef_status id_check(const char *id, size_t *ret_len);

/* Size and text of the metadata with the renames made. */
size_t checked_metadata_size(const struct checked *checked);
void checked_metadata_copy(const struct checked *checked, char *to);

#endif
