/* Which build of the program this is, as the linker has written it down. */
#include "base/base.h"
#include "analyzers/build_id.h"

#include <elf.h>
#include <link.h>
#include <string.h>

#define NOTE_ALIGN(size) (((size) + 3) & ~(size_t)3)

static struct str id_of_notes(const char *at, size_t size)
{
	while (size >= sizeof(ElfW(Nhdr))) {
		ElfW(Nhdr) note;
		size_t whole;

		memcpy(&note, at, sizeof(note));
		whole = sizeof(note) + NOTE_ALIGN(note.n_namesz) + NOTE_ALIGN(note.n_descsz);
		if (whole > size)
			break;
		if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == sizeof(ELF_NOTE_GNU) &&
			memcmp(at + sizeof(note), ELF_NOTE_GNU, sizeof(ELF_NOTE_GNU)) == 0)
			return (struct str){ at + sizeof(note) + NOTE_ALIGN(note.n_namesz), note.n_descsz };
		at += whole;
		size -= whole;
	}
	return STR("");
}

/* The program itself comes first. */
static int read_program(struct dl_phdr_info *program, size_t size, void *context)
{
	struct str *ret = context;

	(void)size;
	for (int i = 0; i < program->dlpi_phnum && ret->len == 0; i++) {
		const ElfW(Phdr) *part = &program->dlpi_phdr[i];

		if (part->p_type == PT_NOTE)
			*ret = id_of_notes((const char *)program->dlpi_addr + part->p_vaddr, part->p_memsz);
	}
	return 1;
}

struct str build_id(void)
{
	struct str id = STR("");

	dl_iterate_phdr(read_program, &id);
	return id;
}
