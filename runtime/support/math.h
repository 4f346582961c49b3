// Scalar functions of generated text, the same for every target: exp, log, tanh, sigmoid, erf, power and others of a row of lanes,
// and the random numbers. Only the words of the target's prelude are used, and explicit fma, so the bits are the same
// everywhere. Polynomials are minimax fits over the reduced ranges; bounds are tested over all 2^32 inputs.
INLINE lanes from_bits_(int bits) { return as_float(splat_int(bits)); }
INLINE lanes abs_(lanes x) { return as_float(as_int(x) & 0x7fffffff); }
INLINE lanes with_sign_(lanes x, lanes sign) { return as_float((as_int(x) & 0x7fffffff) | (as_int(sign) & (int)0x80000000)); }
INLINE lanes sign_(lanes x) { return x > 0.0f ? splat(1.0f) : (x < 0.0f ? splat(-1.0f) : x); }
INLINE lanes max_(lanes a, lanes b) { return ((a > b) | (a != a)) ? a : b; }
INLINE lanes min_(lanes a, lanes b) { return ((a < b) | (a != a)) ? a : b; }
INLINE lanes_int max_(lanes_int a, lanes_int b) { return a > b ? a : b; }
INLINE lanes_int min_(lanes_int a, lanes_int b) { return a < b ? a : b; }
// Towards zero, inside the range of int; 0 for NaN.
INLINE lanes_int to_int(lanes x) {
  lanes inside = x < 2147483520.0f ? x : splat(2147483520.0f);
  inside = inside > -2147483648.0f ? inside : splat(-2147483648.0f);
  return truncate_(x != x ? splat(0.0f) : inside);
}
INLINE lanes floor_(lanes x) {
  lanes whole = to_float(to_int(x));
  whole = with_sign_(whole > x ? whole - 1.0f : whole, x);
  return abs_(x) < 8388608.0f ? whole : x;  // larger numbers are whole, NaN stays
}
// Beside 2^23 a float has no digits behind the point: the sum rounds, halves to the even one.
INLINE lanes round_(lanes x) {
  lanes a = abs_(x), whole = (a + 8388608.0f) - 8388608.0f;
  return a < 8388608.0f ? with_sign_(whole, x) : x;
}

// e^x = 2^n e^r for whole n nearest to x / ln 2, and e^r by a polynomial of degree 6.
INLINE lanes exp_reduced_(lanes x, lanes_int& whole) {
  const lanes magic = splat(12582912.0f);
  lanes t = fma_(x, splat(1.44269504f), magic), n = t - magic;
  whole = as_int(t) - 0x4b400000;
  lanes r = fma_(n, splat(-0.693359375f), x);
  return fma_(n, splat(2.12194440e-4f), r);
}
INLINE lanes exp_polynomial_(lanes r) {
  lanes p = fma_(r, splat(0.00138145837f), splat(0.00836872403f));
  p = fma_(p, r, splat(0.041668389f));
  p = fma_(p, r, splat(0.166665211f));
  p = fma_(p, r, splat(0.49999994f));
  return fma_(p * r, r, r) + 1.0f;
}
// Two factors, so that results may be subnormal.
INLINE lanes times_power_of_two_(lanes x, lanes_int n) {
  lanes_int half = n >> 1, rest = n - half;
  return x * as_float((half + 127) << 23) * as_float((rest + 127) << 23);
}
INLINE lanes exp_(lanes x) {
  lanes_int whole;
  x = x > 89.0f ? splat(89.0f) : x;
  x = x < -104.0f ? splat(-104.0f) : x;
  lanes r = exp_reduced_(x, whole), y = times_power_of_two_(exp_polynomial_(r), whole);
  return x != x ? x : y;
}
// 2^n (e^r - 1) + (2^n - 1), by halves, so that e^x may be the largest float. Near 0 it is x.
INLINE lanes expm1_(lanes x) {
  lanes_int whole;
  lanes inside = x > 89.0f ? splat(89.0f) : x;
  inside = inside < -25.0f ? splat(-25.0f) : inside;  // from -17.4 on it is -1
  lanes r = exp_reduced_(inside, whole);
  lanes p = fma_(r, splat(0.000197643865f), splat(0.00139323797f));
  p = fma_(p, r, splat(0.00833354332f));
  p = fma_(p, r, splat(0.0416664928f));
  p = fma_(p, r, splat(0.166666657f));
  p = fma_(p, r, splat(0.5f));
  lanes half = as_float((whole + 126) << 23), y = fma_(fma_(p * r, r, r), half, half - 0.5f);
  return abs_(x) > 1e-8f ? y + y : x;
}
INLINE lanes sigmoid_(lanes x) {
  lanes z = exp_(as_float(as_int(x) | (int)0x80000000));  // e^-|x|
  return (as_int(x) < 0 ? z : splat(1.0f)) / (1.0f + z);
}
INLINE lanes tanh_(lanes x) {
  lanes a = abs_(x), s = a * a;
  lanes p = fma_(s, splat(-0.00571704516f), splat(0.020650588f));
  p = fma_(p, s, splat(-0.0537434965f));
  p = fma_(p, s, splat(0.133314908f));
  p = fma_(p, s, splat(-0.333332837f));
  lanes small = fma_(p * s, a, a);
  lanes_int whole;
  lanes c = a < 10.0f ? a : splat(10.0f);  // of NaN, too
  lanes e = exp_polynomial_(exp_reduced_(c + c, whole));
  e = as_float(as_int(e) + (whole << 23));
  lanes big = 1.0f - 2.0f / (e + 1.0f);
  return with_sign_(a >= 0.625f ? big : small, x);  // NaN takes `small`, which is NaN
}
// x + x p(x^2) near 0; behind it 1 - e^(-x q(x)), whose error shrinks with the exponential.
INLINE lanes erf_(lanes x) {
  lanes a = abs_(x), s = a * a;
  lanes p = fma_(s, splat(-0.000634851865f), splat(0.0050577037f));
  p = fma_(p, s, splat(-0.0268072877f));
  p = fma_(p, s, splat(0.11282865f));
  p = fma_(p, s, splat(-0.376125902f));
  p = fma_(p, s, splat(0.128379166f));
  lanes small = fma_(p, a, a), c = a < 4.0f ? a : splat(4.0f);
  lanes q = fma_(c, splat(8.22488346e-06f), splat(-0.000293216697f));
  q = fma_(q, c, splat(0.00352434744f));
  q = fma_(q, c, splat(-0.0235171616f));
  q = fma_(q, c, splat(0.105958544f));
  q = fma_(q, c, splat(0.635315835f));
  q = fma_(q, c, splat(1.12860894f));
  lanes_int whole;
  lanes e = exp_polynomial_(exp_reduced_(-(q * c), whole));
  e = as_float(as_int(e) + (whole << 23));
  return with_sign_(a >= 0.85f ? 1.0f - e : small, x);  // NaN takes `small`, which is NaN
}
// log(2^e (1 + t)) for t from sqrt(1/2) - 1 to sqrt(2) - 1.
INLINE lanes log_reduced_(lanes t, lanes e) {
  lanes p = fma_(t, splat(0.0674664006f), splat(-0.116756521f));
  p = fma_(p, t, splat(0.11888162f));
  p = fma_(p, t, splat(-0.124055892f));
  p = fma_(p, t, splat(0.142195523f));
  p = fma_(p, t, splat(-0.166679963f));
  p = fma_(p, t, splat(0.200021192f));
  p = fma_(p, t, splat(-0.250000089f));
  p = fma_(p, t, splat(0.333333135f));
  lanes t2 = t * t, y = fma_(p * t, t2, e * -2.12194440e-4f);
  y = t + fma_(t2, splat(-0.5f), y);
  return fma_(e, splat(0.693359375f), y);
}
INLINE lanes log_(lanes x) {
  lanes_mask tiny = as_int(x) < 0x00800000;  // zero, subnormal or negative
  lanes scaled = tiny ? x * 16777216.0f : x;
  lanes_int i = from_unsigned(as_unsigned(as_int(scaled)) - 0x3f3504f3u), e = i >> 23;  // of a negative x any number will do
  lanes m = as_float((i & 0x007fffff) + 0x3f3504f3);
  lanes y = log_reduced_(m - 1.0f, to_float(e) - (tiny ? splat(24.0f) : splat(0.0f)));
  y = as_int(x) == 0x7f800000 ? x : y;
  y = x == 0.0f ? from_bits_((int)0xff800000) : y;
  y = x < 0.0f ? from_bits_(0x7fc00000) : y;
  return x != x ? x : y;
}
// As the logarithm of 1 + x = 2^e m, but m - 1 is taken from x itself, which 1 + x rounds away.
INLINE lanes log1p_(lanes x) {
  lanes u = 1.0f + x;
  lanes_int i = from_unsigned(as_unsigned(as_int(u)) - 0x3f3504f3u), e = i >> 23;
  lanes m = as_float((i & 0x007fffff) + 0x3f3504f3), scale = as_float((127 - e) << 23);  // 2^-e
  lanes y = log_reduced_(x < 16777216.0f ? x * scale + (scale - 1.0f) : m - 1.0f, to_float(e));
  y = ((x == 0.0f) | (as_int(x) == 0x7f800000)) ? x : y;
  y = x == -1.0f ? from_bits_((int)0xff800000) : y;
  y = x < -1.0f ? from_bits_(0x7fc00000) : y;
  return x != x ? x : y;
}
// x^y through a logarithm of two floats: log m = 2 atanh s, s = (m - 1) / (m + 1), with the rounding errors carried along.
INLINE lanes pow_(lanes x, lanes y) {
  lanes a = abs_(x);
  lanes_mask tiny = a < 1.17549435e-38f;
  lanes scaled = tiny ? a * 16777216.0f : a;
  lanes_int i = as_int(scaled) - 0x3f3504f3;
  lanes m = as_float((i & 0x007fffff) + 0x3f3504f3), e = to_float(i >> 23) - (tiny ? splat(24.0f) : splat(0.0f));
  lanes t = m - 1.0f, u = t + 2.0f, u_rest = t - (u - 2.0f);
  lanes s = t / u, s_rest = (fma_(-s, u, t) - s * u_rest) / u;
  lanes z = s * s;
  lanes p = fma_(z, splat(0.181818182f), splat(0.222222222f));
  p = fma_(p, z, splat(0.285714286f));
  p = fma_(p, z, splat(0.4f));
  p = fma_(p, z, splat(0.666666667f));
  lanes whole_part = e * 0.693359375f, sum = whole_part + (s + s);  // e * 0.693359375 is exact
  lanes sum_rest = (s + s) - (sum - whole_part);
  lanes rest = sum_rest + fma_(e, splat(-2.12194440e-4f), fma_(p * z, s, s_rest + s_rest));
  lanes head = sum + rest, tail = rest - (head - sum);
  lanes h = y * head, l = fma_(y, head, -h) + y * tail;
  // e^(h + l): l joins after the reduction, where it still counts; beyond the bounds all is infinity or zero.
  lanes bounded = h > 89.0f ? splat(89.0f) : (h < -104.0f ? splat(-104.0f) : h);
  lanes_int whole;
  lanes r = exp_reduced_(bounded, whole);
  r = bounded == h ? r + l : r;
  lanes power = times_power_of_two_(exp_polynomial_(r), whole);
  // A negative base needs a whole exponent, whose oddness gives the sign.
  lanes half = y * 0.5f;
  lanes_mask is_whole = (floor_(y) == y), is_odd = is_whole & (floor_(half) != half);
  lanes zero_or_inf = y > 0.0f ? a : (a == 0.0f ? from_bits_(0x7f800000) : splat(0.0f));
  power = ((x < 0.0f) & not_(is_whole)) ? from_bits_(0x7fc00000) : power;
  power = ((a == 0.0f) | (as_int(a) == 0x7f800000)) ? zero_or_inf : power;
  power = ((a == 1.0f) & is_whole) ? splat(1.0f) : power;
  power = ((as_int(x) < 0) & is_odd) ? -power : power;
  power = ((x != x) | (y != y)) ? from_bits_(0x7fc00000) : power;
  return ((y == 0.0f) | (x == 1.0f)) ? splat(1.0f) : power;
}

INLINE lanes_unsigned splat_unsigned_(unsigned x) { return as_unsigned(splat_int((int)x)); }
// High half of the 64-bit product, from four 16-bit ones.
INLINE lanes_unsigned multiply_high_(lanes_unsigned a, lanes_unsigned b) {
  lanes_unsigned a0 = a & 0xffffu, a1 = a >> 16, b0 = b & 0xffffu, b1 = b >> 16;
  lanes_unsigned low = a1 * b0 + ((a0 * b0) >> 16), middle = a0 * b1 + (low & 0xffffu);
  return a1 * b1 + (low >> 16) + (middle >> 16);
}
// Philox 4x32-10 (Salmon et al., 2011): four words from a counter and a key.
INLINE void philox_(lanes_unsigned* c, lanes_unsigned k0, lanes_unsigned k1) {
  for (int round = 0; round < 10; ++round) {
    lanes_unsigned a = multiply_high_(c[0], splat_unsigned_(0xD2511F53u)), a_low = c[0] * 0xD2511F53u;
    lanes_unsigned b = multiply_high_(c[2], splat_unsigned_(0xCD9E8D57u)), b_low = c[2] * 0xCD9E8D57u;
    c[0] = b ^ c[1] ^ k0;
    c[1] = b_low;
    c[2] = a ^ c[3] ^ k1;
    c[3] = a_low;
    k0 = k0 + 0x9E3779B9u;
    k1 = k1 + 0xBB67AE85u;
  }
}
// Number `element` of the stream (ordinal, step, seed), uniform in [0, 1): the top 24 bits of its word.
INLINE lanes uniform_(lanes_int element, lanes_int ordinal, lanes_int step, lanes_int seed) {
  lanes_unsigned c[4] = {as_unsigned(element >> 2), as_unsigned(ordinal), as_unsigned(step), as_unsigned(splat_int(0))};
  philox_(c, as_unsigned(seed), as_unsigned(splat_int(0x6b657261)));
  lanes_int word = element & 3;
  lanes_unsigned x = word == 0 ? c[0] : (word == 1 ? c[1] : (word == 2 ? c[2] : c[3]));
  return to_float(from_unsigned(x >> 8)) * 5.9604644775390625e-8f;
}
