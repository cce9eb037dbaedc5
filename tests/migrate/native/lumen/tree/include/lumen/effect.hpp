// An effect: moves a level with each step.
#pragma once

#include <memory>
#include <utility>

namespace lumen {

class Effect {
public:
	virtual ~Effect() = default;
	virtual int step(int level) = 0;
	virtual std::unique_ptr<Effect> clone() const = 0;
};

class Fade : public Effect {
public:
	explicit Fade(int by) : by_(by) {}
	int step(int level) override;
	std::unique_ptr<Effect> clone() const override;

private:
	int by_;
};

class Strobe : public Effect {
public:
	int step(int level) override;
	std::unique_ptr<Effect> clone() const override;

private:
	bool is_on_ = false;
};

template <typename Kind, typename... Arguments>
std::unique_ptr<Effect> make_effect(Arguments &&...arguments)
{
	return std::make_unique<Kind>(std::forward<Arguments>(arguments)...);
}

} // namespace lumen
