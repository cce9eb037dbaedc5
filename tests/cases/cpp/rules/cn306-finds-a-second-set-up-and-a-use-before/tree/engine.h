#pragma once

#include <memory>

class Engine {
public:
	explicit Engine(int size) : size_(size) {}
	int size() const { return size_; }

private:
	int size_;
};

class EngineRegistry {
public:
	static void configure(int limit);
	static void configureLater(int limit);
	static EngineRegistry *instance();
	int limit() const;

private:
	explicit EngineRegistry(int limit) : limit_(limit) {}
	int limit_;
	static EngineRegistry *instance_;
};

void init_pool(int size);
void close_pool();
std::unique_ptr<Engine> take_engine();
