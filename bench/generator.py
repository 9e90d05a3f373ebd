# The inputs of the benchmarks for peers in Python, the same numbers as bench/generator.ts makes.
import math, time
import numpy as np


def uniform(n, seed):
    out, s = np.empty(n), seed
    for i in range(n):
        s = (16807 * s) % 2147483647
        out[i] = s / 2147483647
    return out


def normal(n, seed):
    u = uniform(2 * math.ceil(n / 2), seed)
    r = np.sqrt(-2 * np.log(u[0::2]))
    z = np.column_stack([r * np.cos(2 * np.pi * u[1::2]), r * np.sin(2 * np.pi * u[1::2])]).ravel()
    return np.round(z[:n], 4)
