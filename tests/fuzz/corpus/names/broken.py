def f(a: "B"
  x = (
 class C[
  lambda: {*a, **b