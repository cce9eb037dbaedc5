#include "legacy.h"

std::unique_ptr<Engine> LegacyEngineFactory::create(const std::string &name)
{
	auto engine = std::make_unique<Engine>(name, 7);

	engine->run();
	return engine;
}

void LegacyEngineFactory::configure(int limit, bool isForced)
{
	if (limit > 3 && !isForced)
		log("too many");
}

void LegacyEngineFactory::log(const std::string &) {}

int LegacyEngineFactory::count() const
{
	return 1;
}

void LegacyEngineFactory::close() {}

std::unique_ptr<Engine> EngineMaker::create(const std::string &name, int size)
{
	log(name);
	return std::make_unique<Engine>("made " + name, size + limit());
}

void EngineMaker::configure(int) {}

int EngineMaker::limit() const
{
	return 4;
}

void EngineMaker::close(int) {}

#ifdef WITH_PLUGINS
std::unique_ptr<Engine> PluginEngineFactory::create(const std::string &name, int size)
{
	return std::make_unique<Engine>("plugin " + name, size * 2 + 1);
}
#endif
