#include <atomic>
#include <memory>
#include <mutex>
#include <thread>

class Teapot {
public:
	/* Made once by the language, and the same for all. */
	static Teapot &instance()
	{
		static Teapot one;
		return one;
	}

	static Teapot *made()
	{
		static Teapot *one = new Teapot();
		return one;
	}

	static Teapot *lazy()
	{
		if (!lazy_)
			lazy_ = new Teapot();
		return lazy_;
	}

	static Teapot *once()
	{
		std::call_once(flag_, [] { once_ = new Teapot(); });
		return once_;
	}

	static Teapot *atomic()
	{
		Teapot *p = atomic_.load(std::memory_order_acquire);
		if (!p) {
			std::lock_guard<std::mutex> guard(lock_);
			p = atomic_.load(std::memory_order_relaxed);
			if (!p) {
				p = new Teapot();
				atomic_.store(p, std::memory_order_release);
			}
		}
		return p;
	}

	static Teapot *unsafe()
	{
		if (!unsafe_) {
			std::lock_guard<std::mutex> guard(lock_);
			if (!unsafe_)
				unsafe_ = new Teapot();
		}
		return unsafe_;
	}

	static Teapot *mine()
	{
		thread_local Teapot one;
		return &one;
	}

	static Teapot *shared()
	{
		static std::unique_ptr<Teapot> one;
		if (!one)
			one = std::make_unique<Teapot>();
		return one.get();
	}

	static const Teapot &empty()
	{
		static const Teapot one;
		return one;
	}

	static std::shared_ptr<Teapot> counted()
	{
		static std::shared_ptr<Teapot> one;
		if (!one)
			one.reset(new Teapot());
		return one;
	}

	static std::shared_ptr<Teapot> made_once()
	{
		static auto one = std::make_shared<Teapot>();
		return one;
	}

	void fill(int cups) { cups_ += cups; }

private:
	int cups_ = 0;
	inline static Teapot *lazy_ = nullptr;
	inline static Teapot *once_ = nullptr;
	inline static Teapot *unsafe_ = nullptr;
	inline static std::atomic<Teapot *> atomic_{ nullptr };
	inline static std::once_flag flag_;
	inline static std::mutex lock_;
};

static void serve()
{
	Teapot::instance().fill(1);
}

int main()
{
	std::thread waiter(serve);

	waiter.join();
	return 0;
}
