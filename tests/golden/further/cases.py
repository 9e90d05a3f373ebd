"""Golden cases of AdaBoost and SMOTE beside those of tests/golden:  python3 tests/golden/further/cases.py
(Debian's python3: numpy 1.24.2, scikit-learn 1.2.1, imbalanced-learn 0.10.0)"""

import json
import warnings

import numpy as np
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import AdaBoostClassifier
from sklearn.neighbors import NearestNeighbors
from sklearn.tree import DecisionTreeClassifier

warnings.simplefilter("ignore")
topics = {"adaboost": [], "smote": []}


def case(topic, name, software, given, options, expected, rel, absolute):
    topics[topic].append({"name": name, "software": software, "input": given, "options": options,
                          "expected": expected, "tolerance": {"rel": rel, "abs": absolute}})


def boosted(name, x, y, rounds, new):
    tree = DecisionTreeClassifier(max_depth=1, random_state=0)
    fit = AdaBoostClassifier(tree, n_estimators=rounds, algorithm="SAMME").fit(x, y)
    stumps = []
    for one, alpha, error in zip(fit.estimators_, fit.estimator_weights_, fit.estimator_errors_):
        t = one.tree_
        stumps.append({"feature0": int(t.feature[0]), "threshold": float(t.threshold[0]),
                       "leftClass": int(t.value[1][0].argmax()), "rightClass": int(t.value[2][0].argmax()),
                       "error": float(error), "alpha": float(alpha)})
    case("adaboost", name, "scikit-learn 1.2.1", {"x": x.tolist(), "y": y.tolist(), "newX": new.tolist()},
         {"rounds": rounds},
         {"stumps": stumps, "scoreNew": fit.decision_function(new).tolist(),
          "predictedNew": fit.predict(new).tolist(), "probNewSamme": fit.predict_proba(new)[:, 1].tolist()}, 1e-6, 1e-8)


def oversampled(name, x, y, k):
    rare = 1 if (y == 1).sum() < (y == 0).sum() else 0
    members = np.flatnonzero(y == rare)
    kept = min(k, len(members) - 1)
    near = NearestNeighbors(n_neighbors=kept + 1).fit(x[members])
    distances, positions = near.kneighbors(x[members])
    count = int((y != rare).sum() - len(members))
    fit = SMOTE(k_neighbors=kept, random_state=0).fit_resample(x, y) if count else (x, y)
    assert len(fit[1]) == len(y) + count
    finals = {"class0": int((fit[1] == 0).sum()), "class1": int((fit[1] == 1).sum())}
    base, neighbour, gap = int(members[1]), int(members[positions[1][1]]), 0.375
    row = (x[base] + gap * (x[neighbour] - x[base])).tolist()
    case("smote", name, "imbalanced-learn 0.10.0, scikit-learn 1.2.1", {"x": x.tolist(), "y": y.tolist()},
         {"k": k, "strategy": "balance"},
         {"nSynthetic": count, "finalCounts": finals, "kEffective": kept, "minorityIndices0": members.tolist(),
          "neighbours0": members[positions[:, 1:]].tolist(), "neighbourDistances": distances[:, 1:].tolist(),
          "interpolations": [{"base0": base, "neighbour0": neighbour, "gap": gap, "row": row}]}, 1e-9, 1e-9)


random = np.random.default_rng(5)
x = random.normal(size=(60, 4)).astype(np.float32).astype(float).round(3)
y = (x[:, 0] + x[:, 1] * x[:, 2] + random.normal(size=60) > 0).astype(int)
boosted("interaction-50-rounds", x[:50], y[:50], 50, x[50:])
boosted("one-round", x[:50], y[:50], 1, x[50:])
boosted("inverted-stump", -x[:50], y[:50], 3, -x[50:])
few = np.r_[np.flatnonzero(y == 1)[:8], np.flatnonzero(y == 0)[:20]]
oversampled("k3", x[few], y[few], 3)
oversampled("class-0-is-rarer", x[few], 1 - y[few], 5)
oversampled("two-rare-rows", x[few][6:], y[few][6:], 5)
for topic, cases in topics.items():
    with open(f"tests/golden/further/{topic}.json", "w") as file:
        json.dump({"topic": topic, "schema": "oracle-golden/1", "generator": "tests/golden/further/cases.py", "cases": cases}, file)
        file.write("\n")
