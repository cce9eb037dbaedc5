#include "check.hpp"
#include "desk/board.hpp"
#include "desk/patch.hpp"
#include "desk/presets.hpp"

int main()
{
	desk::Board board(300);
	CHECK(board.plug("a", 0).channel() == 1 && board.plug_spare().channel() == 0);
	CHECK(board.set_all(999) == 255 && board.size() == 2);
	CHECK(desk::Board(100).set_all(999) == 100);
	CHECK(desk::maker_for("lamp")("l", 0)->channel() == 1 && desk::maker_for("spot")("s", 4)->channel() == 4);
	CHECK(desk::opening()->length() == 4 && desk::preset("p")->levels.at(0) == 100);
}
