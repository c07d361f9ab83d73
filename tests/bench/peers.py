"""The models of Satchel fitted by the programs that statisticians use: `lifetimes` and scikit-learn.

They fit the same data (CDNOW's customers, and the outcomes that the native benchmark wrote) and must find
the same parameters, else nothing is compared. `cargo xtask bench` starts it and puts the times beside its
own: peers.py <cdnow.csv> <folder of outcomes.f64 and fitted.json>.
"""

import json
import statistics
import sys
import time
import warnings
from pathlib import Path

import numpy
from lifetimes import BetaGeoFitter
from sklearn.linear_model import LogisticRegression

TIMES = 9


def measured(side, what, work):
    """Works so often, prints the median and the least in milliseconds, and returns what was made last."""
    took = []
    for _ in range(TIMES):
        begin = time.perf_counter()
        made = work()
        took.append((time.perf_counter() - begin) * 1000)
    print(f"figure\t{side}\t{what}\t{len(took)}\t{statistics.median(took)}\t{min(took)}")
    return made


def cdnow(path):
    """Repeats, recency and age of CDNOW's customers; those who did not come back are counted."""
    rows = numpy.loadtxt(path, delimiter=",", comments="#")
    counts = numpy.where(rows[:, 0] > 0, 1, rows[:, 3]).astype(int)
    return numpy.repeat(rows[:, :3], counts, axis=0).T


def agree(what, ours, theirs, within):
    """Stops where two fits are not the same."""
    apart = float(numpy.max(numpy.abs(numpy.asarray(ours) - numpy.asarray(theirs))))
    print(f"{what}: parameters differ by at most {apart:.1e}.")
    if apart > within:
        sys.exit(f"{what}: {theirs} is not {ours}")


def main():
    """Fits both."""
    path, folder = Path(sys.argv[1]), Path(sys.argv[2])
    fitted = json.loads((folder / "fitted.json").read_text(encoding="utf-8"))
    frequency, recency, age = cdnow(path)

    def purchases():
        return BetaGeoFitter(penalizer_coef=0.0).fit(frequency, recency, age)

    model = measured("lifetimes", "BG/NBD of CDNOW", purchases)
    agree("BG/NBD", fitted["cdnow"], list(model.params_), 0.005)

    width = len(fitted["logistic"]) - 1
    table = numpy.fromfile(folder / "outcomes.f64").reshape(-1, width + 1)
    rows, outcomes = numpy.ascontiguousarray(table[:, :width]), table[:, width]

    def logistic():
        return LogisticRegression(penalty=None, solver="lbfgs", tol=1e-8, max_iter=1000).fit(rows, outcomes)

    fit = measured("scikit-learn", f"logistic fit of {len(rows)} × {width}", logistic)
    agree("logistic", fitted["logistic"], [*fit.intercept_, *fit.coef_[0]], 1e-4)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
