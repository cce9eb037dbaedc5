#include "check.hpp"
#include "lumen/legacy/compat.hpp"
#include "lumen/show.hpp"

int main()
{
	CHECK(lumen::make_scene("")->title == "untitled");
	CHECK(lumen::make_scene("x", 2)->levels.size() == 2);
	CHECK(lumen::legacy::make_scene("")->title == "untitled");
	CHECK(lumen::legacy::empty_scene("")->title.empty());
	CHECK(lumen::dark_scene()->is_dark);

	auto show = lumen::ShowLoader().load("gala\none\n\nthree");
	CHECK(show->title() == "loaded gala" && show->length() == 3);
	CHECK(show->at(1).title == "untitled");
	CHECK(lumen::Show::create("plain")->title() == "plain");
}
