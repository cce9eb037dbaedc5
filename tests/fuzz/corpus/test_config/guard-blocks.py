# guard: begin a 00
x
# guard: end a
mine
# guard: begin b 11
y
