"""Makes the model files of the tests: sound ones and leaking ones, from numbers without persons. Prints nothing."""
import os
import pickle
import sys

import joblib
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neighbors import KNeighborsClassifier, KernelDensity
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.pipeline import make_pipeline
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

folder = sys.argv[1]
random = np.random.default_rng(7)
rows = random.normal(size=(600, 4)).round(3)
truth = (rows[:, 0] + random.normal(scale=1.2, size=600) > 0).astype(int)
train, test = slice(0, 400), slice(400, 600)


def pickled(name, model):
    with open(os.path.join(folder, name), "wb") as file:
        pickle.dump(model, file)


def packed(name, model, **options):
    joblib.dump(model, os.path.join(folder, name), **options)


def table(name, part):
    lines = ["a,b,c,d,y"] + [",".join(map(str, row)) + f",{int(y)}" for row, y in zip(rows[part], truth[part])]
    with open(os.path.join(folder, name), "w") as file:
        file.write("\n".join(lines))


fit = lambda model: model.fit(rows[train], truth[train])
pickled("knn.pkl", fit(KNeighborsClassifier(3)))
packed("knn.joblib", fit(KNeighborsClassifier(3)))
packed("svc.joblib", fit(SVC(probability=True, random_state=1)), compress=3)
pickled("kde.pkl", KernelDensity().fit(rows[train]))
pickled("tree.pkl", fit(DecisionTreeClassifier(random_state=1)))
packed("forest.joblib", fit(RandomForestClassifier(n_estimators=5, min_samples_leaf=1, random_state=1)))
pickled("list.pkl", {"model": fit(LogisticRegression()), "X_train": rows[train]})
pickled("encoder.pkl", OneHotEncoder().fit(np.array([[f"{n:026d}"[:18] + "ABCDEF23"] for n in range(30)], dtype=object)))
with open(os.path.join(folder, "code.pkl"), "wb") as file:
    file.write(b"\x80\x04\x8c\x05posix\x8c\x06system\x93\x8c\x02id\x85R.")
pickled("sound.pkl", fit(LogisticRegression()))
packed("sound.joblib", make_pipeline(StandardScaler(), LogisticRegression()).fit(rows[train], truth[train]))
packed("sound-tree.joblib", fit(DecisionTreeClassifier(max_depth=3, min_samples_leaf=40, random_state=1)))
pickled("sound-line.pkl", LinearRegression().fit(rows[train], rows[train, 0] * 2 + random.normal(size=400)))
table("train.csv", train)
table("test.csv", test)
