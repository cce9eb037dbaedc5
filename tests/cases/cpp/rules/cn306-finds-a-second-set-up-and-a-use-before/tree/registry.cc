#include "engine.h"

EngineRegistry *EngineRegistry::instance_ = nullptr;

void EngineRegistry::configure(int limit)
{
	instance_ = new EngineRegistry(limit);
}

/* Leaves alone what is there. */
void EngineRegistry::configureLater(int limit)
{
	if (instance_ == nullptr)
		configure(limit);
}

EngineRegistry *EngineRegistry::instance()
{
	return instance_;
}

int EngineRegistry::limit() const
{
	return limit_;
}
