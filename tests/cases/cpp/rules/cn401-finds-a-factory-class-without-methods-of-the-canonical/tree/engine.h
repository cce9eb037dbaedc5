#pragma once

#include <memory>
#include <string>

class Engine {
public:
	Engine(const std::string &name, int size);
	void run();
	int size() const;

private:
	std::string name_;
	int size_;
};

/* What all factories log with. */
class Logged {
public:
	void log(const std::string &text);
};

class EngineFactory : public Logged {
public:
	EngineFactory();
	~EngineFactory();
	std::unique_ptr<Engine> create(const std::string &name, int size);
	void configure(int limit);
	int limit() const { return limit_; }
	void close();
	void close(int seconds);
	bool operator==(const EngineFactory &other) const;

private:
	void check();
	int limit_;
};
