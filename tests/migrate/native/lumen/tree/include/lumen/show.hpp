// A show: scenes in the order in which they are played.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lumen/scene.hpp"

namespace lumen {

class Show {
public:
	static std::shared_ptr<Show> create(const std::string &title);

	void add(std::unique_ptr<Scene> scene) { scenes_.push_back(std::move(scene)); }
	std::size_t length() const { return scenes_.size(); }
	const Scene &at(std::size_t index) const { return *scenes_.at(index); }
	const std::string &title() const { return title_; }

private:
	friend class ShowLoader;
	explicit Show(std::string title) : title_(std::move(title)) {}

	std::string title_;
	std::vector<std::unique_ptr<Scene>> scenes_;
};

class ShowLoader {
public:
	std::shared_ptr<Show> load(const std::string &text) const; // one title on each line, the show's first
};

} // namespace lumen
