// Folds of a row's sixteen lanes by the fixed tree, over the target's shuffles. Zeros of different signs are equal to max
// and min, so there the first lane speaks for all.
INLINE lanes sum_lanes_all(lanes x) {
  x = x + apart2_(x);
  x = x + apart1_(x);
  x = x + apart4_(x);
  return x + apart8_(x);
}
INLINE lanes max_lanes_all(lanes x) {
  x = max_(x, apart2_(x));
  x = max_(x, apart1_(x));
  x = max_(x, apart4_(x));
  return first_lane_(max_(x, apart8_(x)));
}
INLINE lanes min_lanes_all(lanes x) {
  x = min_(x, apart2_(x));
  x = min_(x, apart1_(x));
  x = min_(x, apart4_(x));
  return first_lane_(min_(x, apart8_(x)));
}
