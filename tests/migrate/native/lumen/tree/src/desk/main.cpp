#include <iostream>

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
	std::cout << board.size() << " fixtures at " << board.set_all(240) << '\n';

	auto lamp = DESK_LAMP(-3);
	std::cout << lamp->name() << " on " << lamp->channel() << '\n';
	for (const char *kind : {"spot", "lamp", "flood"})
		std::cout << kind << " on " << desk::maker_for(kind)(kind, 7)->channel() << '\n';

	auto show = desk::opening();
	for (std::size_t i = 0; i < show->length(); i++)
		std::cout << '"' << show->at(i).title << "\"\n";
	std::cout << lumen::brightness(*desk::preset("hall")) << '\n';

	auto fade = lumen::make_effect<lumen::Fade>(30);
	std::cout << fade->clone()->step(100) << '\n';
}
