#pragma once

#include "engine.h"

/* `close` is none that callers see. */
class LegacyEngineFactory {
public:
	std::unique_ptr<Engine> create(const std::string &name);
	void configure(int limit, bool isForced);
	void log(const std::string &text);
	int count() const;

protected:
	void close();
};

class EngineMaker : public Logged {
public:
	std::unique_ptr<Engine> create(const std::string &name, int size);
	void configure(int limit);
	int limit() const;
	void close(int seconds);
};

#ifdef WITH_PLUGINS
#include <plugins/base.h>

/* What it inherits nobody knows here. */
class PluginEngineFactory : public plugins::Base {
public:
	std::unique_ptr<Engine> create(const std::string &name, int size);
};
#endif
