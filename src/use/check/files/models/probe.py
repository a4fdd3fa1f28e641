"""Loads a foreign model and says what its structure and its answers tell about its training data.

Runs in a throw-away seat: model.bin, request.json, and train.csv and test.csv where the author gave them. The last line
printed is the report, one JSON object. Rules: SACRO-ML 2.0.0 (structural and worst-case membership attacks).
"""
import json
import pickle
import sys
import warnings

import numpy as np

warnings.filterwarnings("ignore")

ROWS = ("_fit_X", "X_train_", "X_fit_", "support_vectors_", "embedding_", "transduction_", "oob_prediction_",
        "oob_decision_function_", "label_distributions_", "training_data_")


def load(path):
    try:
        import joblib
        return joblib.load(path)
    except Exception:
        with open(path, "rb") as file:
            return pickle.load(file)


def parts(model, seen=None, depth=0):
    """The model and the estimators in it: steps of a pipeline, members of an ensemble."""
    seen = set() if seen is None else seen
    if id(model) in seen or depth > 6 or len(seen) > 3000:
        return
    seen.add(id(model))
    if hasattr(model, "get_params") or hasattr(model, "tree_"):
        yield model
    inner = []
    if isinstance(model, (list, tuple)):
        inner = list(model)
    elif isinstance(model, np.ndarray) and model.dtype == object:
        inner = list(model.ravel())
    elif isinstance(model, dict):
        inner = list(model.values())
    elif hasattr(model, "__dict__"):
        inner = list(vars(model).values())
    for one in inner:
        if isinstance(one, (list, tuple, dict)) or hasattr(one, "__dict__") or (
                isinstance(one, np.ndarray) and one.dtype == object):
            yield from parts(one, seen, depth + 1)


def arrays(model):
    for part in parts(model):
        for name, value in list(vars(part).items()):
            if hasattr(value, "toarray"):
                value = value.toarray()
            if isinstance(value, np.ndarray) and value.ndim == 2 and value.dtype.kind in "fiu":
                yield name, value


def leaves(model):
    """Sizes of all leaves, and whether one of them holds one class alone."""
    sizes, certain = [], False
    for part in parts(model):
        tree = getattr(part, "tree_", None)
        if tree is None or not hasattr(tree, "children_left"):
            continue
        is_leaf = tree.children_left == -1
        sizes.extend(int(n) for n in tree.n_node_samples[is_leaf])
        if getattr(part, "n_classes_", None) is not None and np.ndim(part.n_classes_) == 0 and part.n_classes_ > 1:
            value = tree.value[is_leaf, 0, :]
            certain = certain or bool(((value > 0).sum(axis=1) <= 1).any())
    return sizes, certain


def parameters(model):
    found = 0
    for part in parts(model):
        for name in ("coef_", "intercept_"):
            if hasattr(part, name):
                found += int(np.size(getattr(part, name)))
    return found


def sets(target):
    import pandas as pd
    train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
    name = target if target in train.columns else train.columns[-1]
    return train.drop(columns=[name]), train[name], test.drop(columns=[name]), test[name]


def answers(model, rows, named):
    rows = rows if named else rows.to_numpy()
    if hasattr(model, "predict_proba"):
        return np.asarray(model.predict_proba(rows))
    call = model.decision_function if hasattr(model, "decision_function") else model.predict
    out = np.asarray(call(rows), dtype=float)
    return out.reshape(len(out), -1)


def attack(model, named, x_train, y_train, x_test, y_test):
    """Worst case: an attacker who has labelled members and others, and the model's answers with the true label."""
    from scipy.stats import norm
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import train_test_split

    def features(rows, truth):
        out = answers(model, rows, named)
        if hasattr(model, "classes_") and out.shape[1] == len(model.classes_):
            index = np.searchsorted(model.classes_, truth)
            own = out[np.arange(len(out)), np.clip(index, 0, out.shape[1] - 1)]
        else:
            own = -np.abs(out[:, 0] - np.asarray(truth, dtype=float))
        return np.column_stack([np.sort(out, axis=1), own])

    count = min(len(x_train), len(x_test), 2000)
    members = features(x_train.iloc[:count], y_train.to_numpy()[:count])
    others = features(x_test.iloc[:count], y_test.to_numpy()[:count])
    rows = np.vstack([members, others])
    is_member = np.repeat([1, 0], [len(members), len(others)])
    aucs = []
    for seed in range(10):
        a, b, c, d = train_test_split(rows, is_member, test_size=0.5, stratify=is_member, random_state=seed)
        guess = RandomForestClassifier(n_estimators=20, min_samples_leaf=10, random_state=seed).fit(a, c)
        aucs.append(roc_auc_score(d, guess.predict_proba(b)[:, 1]))
    mean = float(np.mean(aucs))
    half = len(rows) / 4
    # Spread of the AUC where nothing can be told (Mann and Whitney).
    spread = np.sqrt((2 * half + 1) / (12 * half * half))
    return mean, float(1 - norm.cdf((mean - 0.5) / spread))


def main():
    with open("request.json") as file:
        request = json.load(file)
    model = load("model.bin")
    report = {"loaded": True, "kind": type(model).__name__}
    report["rows"] = sorted({name for part in parts(model) for name in vars(part) if name in ROWS
                             and np.size(getattr(part, name)) >= 20})[:50]
    sizes, report["certain"] = leaves(model)
    report["smallestLeaf"] = min(sizes) if sizes else None
    count = parameters(model)
    report["parameters"] = count or None
    if request["sets"]:
        x_train, y_train, x_test, y_test = sets(request["target"])
        report["samples"] = len(x_train)
        named = getattr(model, "feature_names_in_", None) is not None
        raw = x_train.to_numpy(dtype=float)
        for _, array in arrays(model):
            if array.shape[1] == raw.shape[1]:
                for row in array[:500]:
                    report["equalRows"] = report.get("equalRows", 0) + int(
                        np.isclose(raw, row, rtol=0, atol=1e-8).all(axis=1).any())
        if hasattr(model, "predict"):
            if hasattr(model, "classes_"):
                score = lambda rows, truth: float(model.score(rows if named else rows.to_numpy(), truth))
                report["trainScore"], report["testScore"] = score(x_train, y_train), score(x_test, y_test)
            report["attackAuc"], report["attackP"] = attack(model, named, x_train, y_train, x_test, y_test)
    return report


try:
    result = main()
except BaseException as error:  # a model may end the interpreter as it is loaded
    result = {"loaded": False, "kind": type(error).__name__}
sys.stdout.write("\n" + json.dumps(result) + "\n")
