#include <cstdio>

#include "desk/board.hpp"
#include "desk/patch.hpp"
#include "desk/presets.hpp"
#include "lumen/effect.hpp"
#include "lumen/legacy/compat.hpp"

int main()
{
	desk::Board board(200);
	board.plug("front", 0);
	board.plug("back", 12);
	std::printf("%d fixtures at %d\n", static_cast<int>(board.size()), board.set_all(240));

	auto lamp = DESK_LAMP(-3);
	std::printf("%s on %d\n", lamp->name().c_str(), lamp->channel());
	for (const char *kind : {"spot", "lamp", "flood"})
		std::printf("%s on %d\n", kind, desk::maker_for(kind)(kind, 7)->channel());

	auto show = desk::opening();
	for (std::size_t i = 0; i < show->length(); i++)
		std::printf("\"%s\"\n", show->at(i).title.c_str());
	std::printf("%d\n", lumen::brightness(*desk::preset("hall")));

	auto fade = lumen::make_effect<lumen::Fade>(30);
	std::printf("%d\n", fade->clone()->step(100));
}
