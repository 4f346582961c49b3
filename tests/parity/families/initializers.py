"""Initializers: what is fixed exactly, what is drawn as a distribution (mean, deviation, ends, nineteen quantiles of many draws)."""
from form import class_of, covered, initializer

SHAPES = [[40], [24, 10], [3, 3, 4, 8], [2, 3, 2, 4, 3]]
DRAWN = [("glorot_uniform", initializer("GlorotUniform")), ("glorot_normal", initializer("GlorotNormal")), ("he_uniform", initializer("HeUniform")), ("he_normal", initializer("HeNormal")),
         ("lecun_uniform", initializer("LecunUniform")), ("lecun_normal", initializer("LecunNormal")), ("random_uniform", initializer("RandomUniform")), ("random_normal", initializer("RandomNormal")),
         ("truncated_normal", initializer("TruncatedNormal")), ("variance_scaling", initializer("VarianceScaling"))]
ONCE = [("random_uniform_ends", initializer("RandomUniform", minval=-0.25, maxval=1.5)), ("random_normal_moved", initializer("RandomNormal", mean=0.5, stddev=0.25)),
        ("truncated_normal_moved", initializer("TruncatedNormal", mean=-1.0, stddev=0.75))]
for mode in ("fan_in", "fan_out", "fan_avg"):
  for distribution in ("truncated_normal", "untruncated_normal", "uniform"):
    ONCE.append((f"variance_scaling_{mode}_{distribution}", initializer("VarianceScaling", scale=2.5, mode=mode, distribution=distribution)))
FIXED = [("zeros", initializer("Zeros"), [2, 3]), ("ones", initializer("Ones"), [2, 3]), ("constant", initializer("Constant", value=-0.375), [3]), ("constant_default", initializer("Constant"), [3]),
         ("identity", initializer("Identity"), [3, 3]), ("identity_wide", initializer("Identity", gain=2.5), [2, 4]), ("identity_tall", initializer("Identity", gain=-0.5), [4, 2])]
ORTHOGONAL = [("square", {}, [6, 6]), ("tall", {}, [8, 5]), ("wide", {}, [5, 8]), ("gain", {"gain": 2.5}, [6, 4]), ("rank_3", {}, [3, 2, 4]), ("rank_4_wide", {"gain": 0.5}, [2, 2, 2, 12])]


def case(name, config, shape, **action):
  return {"name": name, "covers": [], "actions": [{"do": "initialize", "initializer": config, "shape": shape, **action}]}


def cases():
  assert class_of("Identity", "initializer")
  made = [case(f"{name}_rank_{len(shape)}", config, shape, numbers=60000) for name, config in DRAWN for shape in SHAPES]
  made += [case(name, config, [3, 3, 4, 8], numbers=60000) for name, config in ONCE]
  made += [case(name, config, shape) for name, config, shape in FIXED]
  made += [case(f"orthogonal_{name}", initializer("Orthogonal", **settings), shape, numbers=20000) for name, settings, shape in ORTHOGONAL]
  for item in made:
    item["covers"] = sorted(covered(item["actions"][0]["initializer"], "initializer"))
  return made
