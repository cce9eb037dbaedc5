from shop.names import Tool

print(Tool("rope", 1))
