#include "engine.h"

Engine::Engine(const std::string &name, int size) : name_(name), size_(size) {}

void Engine::run()
{
	size_ += (int)name_.size();
}

int Engine::size() const
{
	return size_;
}

EngineFactory::EngineFactory() : limit_(1) {}

EngineFactory::~EngineFactory()
{
	close();
}

std::unique_ptr<Engine> EngineFactory::create(const std::string &name, int size)
{
	check();
	return std::make_unique<Engine>(name, size > limit_ ? limit_ : size);
}

void EngineFactory::configure(int limit)
{
	limit_ = limit;
}

void EngineFactory::close()
{
	close(1);
}

void EngineFactory::close(int seconds)
{
	limit_ = seconds;
	log("closed");
}

bool EngineFactory::operator==(const EngineFactory &other) const
{
	return limit_ == other.limit_;
}

void EngineFactory::check()
{
	if (limit_ < 1)
		limit_ = 1;
}

void Logged::log(const std::string &) {}
