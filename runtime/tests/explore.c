/* Walks through every interleaving of the state word's atomic steps: three actors, all programs, no schedule left out. */
#include "runtime/word.h"

#include <stdio.h>

/*
 * What an actor does is a list of calls of word_do(); the explorer makes one word_step() at a time, in every order, and
 * remembers the states it has been in. After every step the promises of word.h are checked against what the actors know.
 */
#define ACTORS 3
#define PLAN_MAX 4

enum role { IDLE, OWNER, PINNER, CLOSER, REAPER };

struct actor {
	uint64_t old, generation; /* generation: of the handle it uses */
	uint8_t at, loaded, wiping, creating, pins, closing;
};

struct state {
	uint64_t word;
	struct actor actors[ACTORS];
	uint8_t closers, wipers; /* of the generation that lives */
};

/* Plans: each letter is an errand. n = create and publish, a = create and abandon, p = pin then unpin, c = close, r = reap. */
static const char *const plans[] = { "n", "nc", "ncn", "a", "an", "p", "pp", "ppp", "c", "cc", "r", "rp", "pc", "cp",
	"nr" };

struct table {
	struct state *states;
	size_t count, room, *slots, mask, taken;
};

static uint64_t mix(const struct state *state)
{
	uint64_t hash = 1469598103934665603u;

	for (size_t i = 0; i < sizeof(*state); i++)
		hash = (hash ^ ((const unsigned char *)state)[i]) * 1099511628211u;
	return hash ^ hash >> 29;
}

static void grow(struct table *table)
{
	size_t mask = table->mask ? table->mask * 2 + 1 : 4095;

	free(table->slots);
	table->slots = calloc(mask + 1, sizeof(*table->slots));
	table->mask = mask;
	for (size_t i = 0; i < table->count; i++) {
		size_t at = mix(&table->states[i]) & mask;

		while (table->slots[at])
			at = (at + 1) & mask;
		table->slots[at] = i + 1;
	}
}

/* Adds the state unless it is known. */
static void visit(struct table *table, const struct state *state)
{
	size_t at;

	if (table->count * 2 >= table->mask)
		grow(table);
	for (at = mix(state) & table->mask; table->slots[at]; at = (at + 1) & table->mask)
		if (memcmp(&table->states[table->slots[at] - 1], state, sizeof(*state)) == 0)
			return;
	if (table->count == table->room) {
		table->room = table->room ? table->room * 2 : 4096;
		table->states = realloc(table->states, table->room * sizeof(*table->states));
	}
	table->states[table->count++] = *state;
	table->slots[at] = table->count;
}

static const char *broken;

static void must(bool holds, const char *promise)
{
	if (!holds)
		broken = promise;
}

/* The step of the word that the actor's errand needs now. */
static enum word_op op_of(const struct actor *actor, char errand)
{
	if (actor->wiping)
		return WORD_RECYCLE;
	if (actor->pins)
		return WORD_UNPIN;
	if (actor->creating)
		return errand == 'a' ? WORD_ABANDON : WORD_PUBLISH;
	return errand == 'p' ? WORD_PIN : errand == 'c' ? WORD_CLOSE : errand == 'r' ? WORD_REAP : WORD_CLAIM;
}

/* Those that the library does without a swap, see word_own(). Claiming is contended here, and done under a lock there. */
static bool is_own(enum word_op op)
{
	return op == WORD_PUBLISH || op == WORD_ABANDON || op == WORD_RECYCLE || op == WORD_RETIRE;
}

static void end_errand(struct actor *actor)
{
	actor->at++;
	actor->closing = 0;
}

/* What the actor knows after the word answered. */
static void learn(struct state *state, struct actor *actor, enum word_op op, enum word_said said, char errand)
{
	bool done = said == WORD_DONE || said == WORD_LAST;

	if (done && op == WORD_CLAIM)
		actor->creating = 1;
	else if (done && (op == WORD_PIN || op == WORD_CLOSE || op == WORD_REAP))
		actor->pins++;
	else if (op == WORD_UNPIN)
		actor->pins--;
	if (done && (op == WORD_CLOSE || op == WORD_REAP))
		must(++state->closers == 1, "an engine is closed once");
	if (op == WORD_PUBLISH || op == WORD_ABANDON)
		actor->creating = 0;
	if (said == WORD_LAST) {
		must(op == WORD_ABANDON || state->closers == 1, "only what was closed or abandoned is wiped");
		actor->wiping = 1;
		must(++state->wipers == 1, "an engine is wiped once");
	}
	if (op == WORD_RECYCLE) {
		actor->wiping = 0;
		state->closers = state->wipers = 0;
	}
	must(done || op == WORD_CLAIM || op == WORD_PIN || op == WORD_CLOSE || op == WORD_REAP,
		"who holds something is not refused");
	if (!actor->pins && !actor->wiping && !actor->creating)
		end_errand(actor);
}

/* A new errand takes the handle that is current: what a caller would have been given, or an older one by then. */
static void choose_generation(struct state *state, struct actor *actor)
{
	if (!actor->pins && !actor->wiping && !actor->creating && !actor->loaded)
		actor->generation = word_generation(state->word);
}

static bool step(const struct state *from, size_t who, const char *plan, struct state *to)
{
	struct actor *actor = &to->actors[who];
	enum word_op op;
	_Atomic uint64_t word;
	struct word_try try;
	enum word_said said = WORD_STALE;
	bool over;

	*to = *from;
	if (!plan[actor->at])
		return false;
	choose_generation(to, actor);
	op = op_of(actor, plan[actor->at]);
	atomic_init(&word, to->word);
	try = (struct word_try){ actor->old, actor->loaded };
	over = word_step(&word, op, actor->generation, &try, &said);
	must(!is_own(op) || over || !actor->loaded, "nobody comes between the owner's steps");
	to->word = atomic_load(&word);
	actor->old = over ? 0 : try.old;
	actor->loaded = !over && try.loaded;
	if (over)
		learn(to, actor, op, said, plan[actor->at]);
	return true;
}

/* What must hold in every state, whatever was done to get there. */
static void check(const struct state *state)
{
	enum slot_state now = word_state(state->word);
	uint32_t pins = 0, creating = 0, wiping = 0;

	for (size_t i = 0; i < ACTORS; i++) {
		const struct actor *actor = &state->actors[i];

		pins += actor->pins;
		creating += actor->creating;
		wiping += actor->wiping;
		if (actor->pins || actor->creating || actor->wiping)
			must(actor->generation == word_generation(state->word),
				"held memory is not given to another engine");
	}
	must(word_pins(state->word) == pins, "pins are counted");
	must(creating == (now == SLOT_CREATING), "one creates in CREATING and none elsewhere");
	must(wiping == (now == SLOT_WIPING), "one wipes in WIPING and none elsewhere");
	must(!pins || now == SLOT_ACTIVE || now == SLOT_CLOSING, "pinned is active or closing");
	must(now != SLOT_CLOSING || pins, "closing ends with the last pin");
}

static bool is_over(const struct state *state, const char *const plan[])
{
	for (size_t i = 0; i < ACTORS; i++)
		if (plan[i][state->actors[i].at])
			return false;
	return true;
}

static void check_end(const struct state *state)
{
	enum slot_state now = word_state(state->word);

	must(now == SLOT_FREE || now == SLOT_ACTIVE || now == SLOT_RETIRED, "nothing is left half done");
	must(word_pins(state->word) == 0, "no pin is left");
}

/* All schedules of three plans; false, with the broken promise said, when one breaks. */
static bool explore(uint64_t first_word, const char *const plan[], size_t *states)
{
	struct table table = { 0 };
	struct state start = { .word = first_word }, next;

	visit(&table, &start);
	for (size_t i = 0; i < table.count && !broken; i++)
		for (size_t who = 0; who < ACTORS; who++) {
			struct state from = table.states[i];

			memset(&next, 0, sizeof(next));
			if (!step(&from, who, plan[who], &next))
				continue;
			check(&next);
			if (is_over(&next, plan))
				check_end(&next);
			visit(&table, &next);
		}
	*states += table.count;
	if (broken)
		printf("not ok - %s, %s, %s: %s\n", plan[0], plan[1], plan[2], broken);
	free(table.states);
	free(table.slots);
	return !broken;
}

static bool explore_all(uint64_t word, size_t *states, size_t *runs)
{
	bool ok = true;

	for (size_t a = 0; a < COUNT_OF(plans) && ok; a++)
		for (size_t b = a; b < COUNT_OF(plans) && ok; b++)
			for (size_t c = b; c < COUNT_OF(plans) && ok; c++, (*runs)++)
				ok = explore(word, (const char *const[]){ plans[a], plans[b], plans[c] }, states);
	return ok;
}

int main(void)
{
	size_t states = 0, runs = 0;
	bool ok = explore_all(word_make(1, SLOT_FREE, 0), &states, &runs) &&
		explore_all(word_make(7, SLOT_ACTIVE, 0), &states, &runs) &&
		explore_all(word_make(WORD_GENERATION_MAX, SLOT_ACTIVE, 0), &states, &runs);

	printf("%zu sets of plans, %zu states\n%d passed, %d failed\n", runs, states, ok, !ok);
	return ok ? 0 : 1;
}
