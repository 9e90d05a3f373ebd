"""Trees and AdaBoost of scikit-learn 1.2.1, on data of few rows: python tests/model/trees-sklearn.py > tests/model/trees-sklearn.json"""
import json
import numpy as np
import sklearn
from sklearn.ensemble import AdaBoostClassifier
from sklearn.tree import DecisionTreeClassifier

random = np.random.default_rng(21)
n, p = 240, 5
x = np.round(random.standard_normal((n, p)), 3)
y = (x[:, 0] + 0.8 * x[:, 1] * x[:, 2] + 2 * random.standard_normal(n) > 1).astype(int)
new = np.round(random.standard_normal((15, p)), 3)

boosted = []
for options in (
    dict(form="samme", depth=1, rounds=30, learningRate=1.0),
    dict(form="samme", depth=2, rounds=10, learningRate=0.5),
    dict(form="samme", depth=3, rounds=3, learningRate=1.0),
    dict(form="samme.r", depth=1, rounds=30, learningRate=1.0),
    dict(form="samme.r", depth=2, rounds=10, learningRate=0.3),
    dict(form="samme.r", depth=3, rounds=3, learningRate=0.5),
):
    make = lambda seed: AdaBoostClassifier(
        DecisionTreeClassifier(max_depth=options["depth"]),
        n_estimators=options["rounds"],
        learning_rate=options["learningRate"],
        algorithm=options["form"].upper(),
        random_state=seed,
    ).fit(x, y)
    fit = make(0)
    for seed in range(1, 10):  # no tie was broken by chance
        assert np.allclose(make(seed).decision_function(new), fit.decision_function(new), atol=1e-12), options
    boosted.append(
        dict(
            options=options,
            expected=dict(
                errors=fit.estimator_errors_[: len(fit.estimators_)].tolist(),
                alphas=fit.estimator_weights_[: len(fit.estimators_)].tolist(),
                decisions=fit.decision_function(new).tolist(),
                risks=fit.predict_proba(new)[:, 1].tolist(),
            ),
        )
    )

trees = []
for options in (
    dict(split="gini", maxDepth=3, minSplit=2, minBucket=6, complexity=0.0),
    dict(split="gini", maxDepth=5, minSplit=60, minBucket=10, complexity=0.0),
    dict(split="information", maxDepth=4, minSplit=2, minBucket=5, complexity=0.0),
    dict(split="gini", maxDepth=50, minSplit=2, minBucket=10, complexity=0.004),
    dict(split="information", maxDepth=50, minSplit=2, minBucket=12, complexity=0.01),
):
    make = lambda alpha, seed=0: DecisionTreeClassifier(
        criterion="gini" if options["split"] == "gini" else "entropy",
        max_depth=options["maxDepth"],
        min_samples_split=options["minSplit"],
        min_samples_leaf=options["minBucket"],
        ccp_alpha=alpha,
        random_state=seed,
    )
    fit = make(options["complexity"]).fit(x, y)
    for seed in range(1, 10):  # no tie was broken by chance
        assert make(options["complexity"], seed).fit(x, y).tree_.threshold.tolist() == fit.tree_.threshold.tolist(), options
    path = lambda seed: make(0.0, seed).cost_complexity_pruning_path(x, y)["ccp_alphas"]
    stable = all(len(path(seed)) == len(path(0)) and np.allclose(path(seed), path(0), atol=1e-12) for seed in range(10))
    tree = fit.tree_
    split = tree.feature >= 0
    trees.append(
        dict(
            options=options,
            expected=dict(
                rows=tree.n_node_samples.tolist(),
                risks=(tree.value[:, 0, 1] / tree.n_node_samples).tolist(),
                features=tree.feature[split].tolist(),
                thresholds=tree.threshold[split].tolist(),
                newRisks=fit.predict_proba(new)[:, 1].tolist(),
                importances=fit.feature_importances_.tolist(),
                alphas=path(0).tolist() if stable else None,
            ),
        )
    )
print(json.dumps(dict(oracle=f"scikit-learn {sklearn.__version__}", x=x.tolist(), y=y.tolist(), new=new.tolist(), boosted=boosted, trees=trees)))
