#include <atomic>
#include <memory>
#include <mutex>
#include <thread>

struct Kettle {
	int size = 1;
};

class Cafe {
public:
	/* The language makes it once. */
	static Cafe &instance()
	{
		static Cafe one;
		return one;
	}

	static Cafe *pointer()
	{
		static Cafe *one = new Cafe();
		return one;
	}

	static Kettle *locked();
	static Kettle *once();
	static Kettle *swapped();
	static Kettle *own();

private:
	static Kettle *locked_;
	static Kettle *once_;
	static std::atomic<Kettle *> swapped_;
	static std::mutex lock_;
	static std::once_flag flag_;
};

Kettle *Cafe::locked_ = nullptr;
Kettle *Cafe::once_ = nullptr;
std::atomic<Kettle *> Cafe::swapped_{ nullptr };
std::mutex Cafe::lock_;
std::once_flag Cafe::flag_;

Kettle *Cafe::locked()
{
	std::lock_guard<std::mutex> guard(lock_);
	if (!locked_)
		locked_ = new Kettle();
	return locked_;
}

Kettle *Cafe::once()
{
	std::call_once(flag_, [] {
		if (!once_)
			once_ = new Kettle();
	});
	return once_;
}

Kettle *Cafe::swapped()
{
	Kettle *k = swapped_.load();
	if (!k) {
		Kettle *made = new Kettle();
		if (swapped_.compare_exchange_strong(k, made))
			k = made;
		else
			delete made;
	}
	return k;
}

Kettle *Cafe::own()
{
	static thread_local Kettle *k = nullptr;
	if (!k)
		k = new Kettle();
	return k;
}

static void serve()
{
	Cafe::instance();
	Cafe::pointer();
	Cafe::locked();
	Cafe::once();
	Cafe::swapped();
	Cafe::own();
}

int main()
{
	std::thread waiter(serve);

	serve();
	waiter.join();
	return 0;
}
