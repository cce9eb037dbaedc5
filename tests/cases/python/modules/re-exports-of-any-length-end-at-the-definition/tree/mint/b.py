import mint.c as c

Factory = c.Maker
