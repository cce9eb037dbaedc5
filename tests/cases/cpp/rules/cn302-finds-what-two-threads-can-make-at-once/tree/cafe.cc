#include <memory>
#include <mutex>
#include <thread>

struct Kettle {
	int size = 1;
};

class Cafe {
public:
	static Cafe *instance()
	{
		if (!instance_)
			instance_ = new Cafe();
		return instance_;
	}

	static Cafe *late();
	Kettle *kettle();

private:
	static Cafe *instance_;
	static Cafe *late_;
	Kettle own_;
};

Cafe *Cafe::instance_ = nullptr;
Cafe *Cafe::late_ = nullptr;

namespace {
Kettle *house = nullptr;
std::mutex lock;
}

Cafe *Cafe::late()
{
	if (late_ == nullptr) {
		std::lock_guard<std::mutex> guard(lock);
		late_ = new Cafe();
	}
	return late_;
}

Kettle *Cafe::kettle()
{
	if (!house)
		house = new Kettle();
	return house;
}

static void serve()
{
	Cafe::instance()->kettle();
	Cafe::late();
}

int main()
{
	std::thread waiter(serve);

	serve();
	waiter.join();
	return 0;
}
