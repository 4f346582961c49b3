// Sine and cosine of any finite number: the rest behind whole quarter turns is found in whole numbers (Payne and Hanek,
// 1983), so that it is as exact for 10^30 as for 1.
INLINE lanes_unsigned pick_(lanes_int k, unsigned a, unsigned b, unsigned c, unsigned d, unsigned e) {
  lanes_unsigned low = k == 0 ? splat_unsigned_(a) : splat_unsigned_(b), high = k == 2 ? splat_unsigned_(c) : splat_unsigned_(d);
  return k < 2 ? low : (k < 4 ? high : splat_unsigned_(e));
}
// `before` counted bits further on in the words a, b.
INLINE lanes_unsigned shifted_(lanes_unsigned a, lanes_unsigned b, lanes_unsigned before) { return (a << before) | ((b >> 1) >> (31u - before)); }
// x >= 0 as `quarters` (modulo 4) times pi/2 and a rest of at most pi/4. x is m 2^(e - 150) for a whole m < 2^24: of 2/pi only
// 96 bits count in its product with m modulo 4, beginning with that of weight 2^(151 - e). The words are those of 2/pi behind
// 32 zeros.
INLINE lanes turned_back_(lanes x, lanes_int& quarters) {
  lanes_int at = max_(as_int(x) >> 23, splat_int(126)) - 120, k = at >> 5;
  lanes_unsigned before = as_unsigned(at & 31), m = as_unsigned((as_int(x) & 0x007fffff) | 0x00800000);
  lanes_unsigned a = pick_(k, 0u, 0xa2f9836eu, 0x4e441529u, 0xfc2757d1u, 0xf534ddc0u);
  lanes_unsigned b = pick_(k, 0xa2f9836eu, 0x4e441529u, 0xfc2757d1u, 0xf534ddc0u, 0xdb629599u);
  lanes_unsigned c = pick_(k, 0x4e441529u, 0xfc2757d1u, 0xf534ddc0u, 0xdb629599u, 0x3c439041u);
  lanes_unsigned d = pick_(k, 0xfc2757d1u, 0xf534ddc0u, 0xdb629599u, 0x3c439041u, 0xfe5163abu);
  lanes_unsigned middle = shifted_(b, c, before), carried = multiply_high_(shifted_(c, d, before), m);
  lanes_unsigned low = middle * m + carried;
  lanes_unsigned high = shifted_(a, b, before) * m + multiply_high_(middle, m) + (low < carried ? splat_unsigned_(1u) : splat_unsigned_(0u));
  // Two bits of quarters, 62 of the rest: as a signed number it is the distance to the nearest quarter.
  quarters = from_unsigned((high + 0x20000000u) >> 30);
  lanes_int rest = from_unsigned((high << 2) | (low >> 30)), sign = rest >> 31;
  rest = rest ^ sign;
  lanes head = to_float(rest & 0x7fffff00);
  lanes tail = to_float(rest & 0xff) + to_float(from_unsigned(((low << 2) ^ as_unsigned(sign)) >> 8)) * 5.9604644775390625e-8f;
  lanes r = fma_(head, splat(3.65729529994141e-10f), fma_(tail, splat(3.65729529994141e-10f), head * -1.01773510691e-17f));  // pi / 2^33
  r = as_float(as_int(r) ^ (sign & (int)0x80000000));
  lanes_mask near = x < 0.78539819f;
  quarters = near ? splat_int(0) : quarters;
  return near ? x : r;
}
INLINE lanes sin_quarters_(lanes r, lanes_int quarters) {
  lanes s = r * r;
  lanes p = fma_(s, splat(-0.000195182918f), splat(0.00833218917f));
  p = fma_(p, s, splat(-0.166666552f));
  lanes q = fma_(s, splat(2.44323273e-05f), splat(-0.00138873095f));
  q = fma_(q, s, splat(0.0416666456f));
  q = fma_(q, s, splat(-0.5f));
  lanes y = (quarters & 1) == 0 ? fma_(p * s, r, r) : fma_(q, s, splat(1.0f));
  return as_float(as_int(y) ^ ((quarters & 2) << 30));
}
INLINE lanes sin_(lanes x) {
  lanes_int quarters;
  lanes a = abs_(x), r = turned_back_(a, quarters), y = sin_quarters_(r, quarters);
  y = as_float(as_int(y) ^ (as_int(x) & (int)0x80000000));
  return as_int(a) < 0x7f800000 ? y : from_bits_(0x7fc00000);
}
INLINE lanes cos_(lanes x) {
  lanes_int quarters;
  lanes a = abs_(x), r = turned_back_(a, quarters), y = sin_quarters_(r, quarters + 1);
  return as_int(a) < 0x7f800000 ? y : from_bits_(0x7fc00000);
}
