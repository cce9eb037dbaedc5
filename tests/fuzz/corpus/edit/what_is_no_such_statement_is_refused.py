if x:
    import a
if x:
    import a
else:
    import b
for x in y:
    import a
else:
    import b
try:
	import a
	if x:
		y
except A:
	a = 1
try:
    import a
except A:
  a = 1
if 1:
	try:
            import a
	except A:
            a = 1
