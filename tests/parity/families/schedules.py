"""Every schedule: its rate at each step, and what SGD does with it. The gradient of the loss is the same at each step, so the losses tell the rates."""
from cases import Family, compiled, fit
from form import layer, optimizer, schedule

TABLE = [
    ("ExponentialDecay", {"initial_learning_rate": 0.5, "decay_steps": 3, "decay_rate": 0.625}),
    ("ExponentialDecay", {"initial_learning_rate": 0.5, "decay_steps": 3, "decay_rate": 0.625, "staircase": True}),
    ("InverseTimeDecay", {"initial_learning_rate": 0.5, "decay_steps": 3, "decay_rate": 0.75}),
    ("InverseTimeDecay", {"initial_learning_rate": 0.5, "decay_steps": 3, "decay_rate": 0.75, "staircase": True}),
    ("PolynomialDecay", {"initial_learning_rate": 0.5, "decay_steps": 5}),
    ("PolynomialDecay", {"initial_learning_rate": 0.5, "decay_steps": 5, "end_learning_rate": 0.125, "power": 2.0}),
    ("PolynomialDecay", {"initial_learning_rate": 0.5, "decay_steps": 5, "end_learning_rate": 0.125, "power": 0.5}),
    ("PolynomialDecay", {"initial_learning_rate": 0.5, "decay_steps": 4, "end_learning_rate": 0.0625, "cycle": True}),
    ("PolynomialDecay", {"initial_learning_rate": 0.5, "decay_steps": 3, "end_learning_rate": 0.0625, "cycle": True, "power": 2.0}),
    ("PiecewiseConstantDecay", {"boundaries": [3, 7], "values": [0.5, 0.25, 0.0625]}),
    ("PiecewiseConstantDecay", {"boundaries": [0, 5, 6], "values": [0.75, 0.5, 0.25, 0.125]}),
    ("CosineDecay", {"initial_learning_rate": 0.5, "decay_steps": 8}),
    ("CosineDecay", {"initial_learning_rate": 0.5, "decay_steps": 8, "alpha": 0.25}),
    ("CosineDecay", {"initial_learning_rate": 0.0625, "decay_steps": 7, "warmup_target": 0.5, "warmup_steps": 4}),
    ("CosineDecay", {"initial_learning_rate": 0.0625, "decay_steps": 5, "alpha": 0.125, "warmup_target": 0.5, "warmup_steps": 3}),
    ("CosineDecay", {"initial_learning_rate": 0.5, "decay_steps": 5, "warmup_steps": 3}),
    ("CosineDecayRestarts", {"initial_learning_rate": 0.5, "first_decay_steps": 3}),
    ("CosineDecayRestarts", {"initial_learning_rate": 0.5, "first_decay_steps": 4, "t_mul": 1.0}),
    ("CosineDecayRestarts", {"initial_learning_rate": 0.5, "first_decay_steps": 2, "t_mul": 1.5, "m_mul": 0.75, "alpha": 0.125}),
    ("CosineDecayRestarts", {"initial_learning_rate": 0.5, "first_decay_steps": 3, "t_mul": 2.0, "m_mul": 0.5}),
]


def cases():
  family = Family("schedules")
  x, y = [[1, 0.5], [0.25, 2], [1.5, 1], [0.75, 0.5]], [[-64]] * 4  # far below what is reached: the gradient of |y - x·w| is the mean of x
  for number, (class_name, settings) in enumerate(TABLE):
    rate = schedule(class_name, **settings)
    name = f"{class_name.lower()}_{number}"
    family.model(name, [layer("Dense", units=1, use_bias=False)], x, y=y, compile=compiled("mae", optimizer=optimizer("SGD", learning_rate=rate)),
                 actions=[{"do": "rates", "schedule": rate, "steps": list(range(14))}, fit(12, 4)])
  rate = schedule("ExponentialDecay", initial_learning_rate=0.25, decay_steps=2, decay_rate=0.5)
  for word, settings in (("adam", {}), ("sgd_momentum_decay", {"momentum": 0.5, "weight_decay": 0.125}), ("sgd_accumulation", {"gradient_accumulation_steps": 2})):
    family.model(f"exponentialdecay_{word}", [layer("Dense", units=1)], x, y=[[1], [-1], [0.5], [2]],
                 compile=compiled("mse", optimizer=optimizer("Adam" if word == "adam" else "SGD", learning_rate=rate, **settings)), actions=[fit(3, 3)])
  return family.cases
