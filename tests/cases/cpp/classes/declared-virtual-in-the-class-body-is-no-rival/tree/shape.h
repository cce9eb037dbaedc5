#ifndef SHAPE_H
#define SHAPE_H

class Brush {
public:
	explicit Brush(int width) : width(width) {}
	int width;
};

class Shape {
public:
	virtual ~Shape() = default;
	virtual Brush *make_brush();
};

class Circle : public Shape {
public:
	Brush *make_brush() override;
};

class Square : public Shape {
public:
	virtual Brush *make_brush();
};

#endif
