// Bounds of numbers.
#pragma once

namespace lumen {

inline int at_least(int value, int low)
{
	return value < low ? low : value;
}

inline int at_most(int value, int high)
{
	return value > high ? high : value;
}

} // namespace lumen
