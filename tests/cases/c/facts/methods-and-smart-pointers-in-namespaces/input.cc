namespace std {
template <class T> struct unique_ptr {
	explicit unique_ptr(T *raw = nullptr) : raw_{raw} {}
	T *release();
	void reset(T *raw);
	T *raw_;
};
template <class T, class... A> unique_ptr<T> make_unique(A &&...arguments);
template <class T> T &&move(T &value);
}

namespace plant {
class Tree {
public:
	explicit Tree(int height) : height_{height} {}
	virtual ~Tree();
	static std::unique_ptr<Tree> create(int height);
	virtual int height() const { return height_; }

private:
	int height_;
};

std::unique_ptr<Tree> Tree::create(int height)
{
	return std::make_unique<Tree>(height);
}

bool grow(std::unique_ptr<Tree> *out, int height)
{
	out->reset(new Tree(height));
	return true;
}

Tree *raw(int height)
{
	auto *tree = new plant::Tree(height);
	return tree;
}

template <class T> auto generic() -> T *
{
	return new T[3];
}
}

extern "C" {
int c_height(void) { return 1'000; }
}

const char *text = R"x(} { ")x";
using Forest = plant::Tree *;
