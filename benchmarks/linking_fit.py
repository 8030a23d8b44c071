"""Fits the weights of evidence between documents on development data, and measures how well calibrated they are.

`python benchmarks/linking_fit.py CLAIMS.jsonl GOLD.jsonl WEIGHT [CLAIMS GOLD WEIGHT ...] [--dense 8000] [--write]`: `GOLD` has a line for
each document `{"document_id", "incident_ids": [...]}`; a pair of the collection weighs as much as `WEIGHT` pairs of one that weighs 1.
`--dense` adds so many claims of the invented world of `linking_claims.py`, where 120 events happen a day, at a small weight: its events
are told apart by what dense archives have, but its texts are not real. Each pair of accounts that blocking proposes is an example. A pair
of two documents that share an incident is positive when it is the likeliest of these two documents, and left out otherwise (round-ups
tell of several events); a pair of documents that share none is negative. The fit is logistic regression (iteratively reweighted least
squares) over the levels of all comparisons, drawn towards `linking_expert.yml` by an L2 penalty; bits are its coefficients over ln 2.
Three rounds, since "likeliest" depends on the weights. Expected calibration error is measured by five-fold cross-validation over
incidents, in ten bins.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import yaml
from linking_claims import make_claims

from sijill.link import blocks
from sijill.link.linker import NOTHING, load_linker
from sijill.link.score import COMPARISONS, get_level_names
from sijill.link.weights import load_model
from sijill.model import Claim
from sijill.packs import PACKS_FOLDER, load_packs

NAMES = COMPARISONS
HARMFUL_GROUP = "lethal"
DENSE_WEIGHT, DENSE_SEED = 0.03, 11
# Levels in order of what they may be worth: a fit that says otherwise is noise and is smoothed (pool adjacent violators).
ORDERED = {
    "date": ("far", "week", "days", "next_day", "same_day"),
    "calendar": ("other_day", "next_day", "same_day"),
    "report": ("far", "week", "days", "next_day", "same_day"),
    "estimate": ("apart", "later", "weeks", "days", "next_day", "same_day"),
    "place": ("far", "region", "close", "near"),
    "focus": ("none", "one", "both"),
    "words": ("words_0", "words_1", "words_2", "words_3", "words_4", "words_5"),
    "head": ("head_0", "head_1", "head_2", "head_3", "head_4", "head_5"),
    "text": ("partial", "copy"),
    "mention": ("one", "both"),
    "killed": ("contradicting", "updated", "equal_small", "equal"),
    "injured": ("contradicting", "updated", "equal_small", "equal"),
}


class Examples(msgspec.Struct):
    """Pairs of one collection: their levels, and for each the pair of documents and whether these share an incident; what each weighs."""

    levels: dict[str, Any]
    pair: Any
    shared: Any
    fold: Any
    weight: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", help="claims, gold and weight, in turns")
    parser.add_argument("--dense", type=int, default=0, help="claims of the dense invented world")
    parser.add_argument("--penalty", type=float, default=10.0)
    parser.add_argument("--write", action="store_true", help="write packs/linking/weights.yml")
    options = parser.parse_args()
    given = zip(options.files[::3], options.files[1::3], options.files[2::3], strict=True)
    sets = [make_examples(load_claims(Path(c)), load_gold(Path(g)), float(w)) for c, g, w in given]
    sets += [make_examples(*make_dense(options.dense), DENSE_WEIGHT)] if options.dense else []
    weights = load_expert()
    for _ in range(3):
        labels = [label_pairs(e, weights) for e in sets]
        weights = fit(sets, labels, options.penalty)
    for name, levels in weights.items():
        print(name, {level: round(bits, 2) for level, bits in levels.items()})
    for path, examples, label in zip(options.files[::3], sets, labels, strict=False):
        scores = score_folds(examples, label, sets, labels, options.penalty)
        print(f"{path}: pairs {len(label)} positive {int((label == 1).sum())} ECE {measure_calibration(scores, label):.3f} "
              f"log loss {measure_loss(scores, label):.3f}")  # fmt: skip
    if options.write:
        write_weights(weights)


def load_claims(file: Path) -> list[Claim]:
    """Return the claims of a file."""
    return [msgspec.json.decode(line, type=Claim) for line in file.read_bytes().splitlines()]


def load_gold(file: Path) -> dict[str, set[str]]:
    """Return the incidents of each document."""
    return {row["document_id"]: set(row["incident_ids"]) for row in map(json.loads, file.read_text().splitlines())}


def make_dense(number: int) -> tuple[list[Claim], dict[str, set[str]]]:
    """Return claims of the dense invented world, and the events of each document."""
    claims, events = make_claims(number, seed=DENSE_SEED)
    gold: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        gold[claim.document_id].add(str(events[claim.claim_id]))
    return claims, gold


def make_examples(claims: Sequence[Claim], incidents: Mapping[str, set[str]], weight: float) -> Examples:
    """Return the pairs that blocking proposes among accounts of harm, as in a large collection: others teach little."""
    blocks.SMALL = 0
    linker = load_linker(load_packs())
    accounts = linker.make_accounts(linker.iter_singles(claims))
    accounts = [a for a in accounts if a.group == HARMFUL_GROUP and a.document_id in incidents]
    done = linker.join_accounts(accounts, NOTHING)
    table = done.scorer.table
    across = table.document[done.pairs.left] != table.document[done.pairs.right]
    left, right = done.pairs.left[across], done.pairs.right[across]
    documents = [a.document_id for a in accounts]
    pairs = [tuple(sorted((documents[i], documents[j]))) for i, j in zip(left.tolist(), right.tolist(), strict=True)]
    numbers = {pair: n for n, pair in enumerate(dict.fromkeys(pairs))}
    shared = np.array([bool(incidents[a] & incidents[b]) for a, b in pairs])
    folds = {name: n % 5 for n, name in enumerate(sorted({i for names in incidents.values() for i in names}))}
    fold = np.array([folds[min(incidents[a])] for a, _ in pairs])
    return Examples(done.scorer.get_levels(left, right), np.array([numbers[p] for p in pairs]), shared, fold, weight)


def label_pairs(examples: Examples, weights: dict[str, dict[str, float]]) -> Any:
    """Return 1 for the likeliest pair of two documents that share an incident, 0 for pairs of documents that do not, -1 for the rest."""
    scores = score(examples, weights)
    best: dict[int, int] = {}
    for row in np.lexsort((np.arange(len(scores)), -scores)).tolist():
        if examples.shared[row]:
            best.setdefault(int(examples.pair[row]), row)
    label = np.where(examples.shared, -1, 0)
    label[list(best.values())] = 1
    return label


def score(examples: Examples, weights: dict[str, dict[str, float]]) -> Any:
    """Return the bits of each pair."""
    return sum(np.array([weights[n].get(v, 0.0) for v in get_names(n)])[examples.levels[n]] for n in NAMES)


def get_names(name: str) -> Sequence[str]:
    return get_level_names(name, within=False)


def to_matrix(examples: Examples) -> Any:
    """Return one-hot columns; `unknown` levels have none, so that what is not said is worth nothing."""
    columns = []
    for name in NAMES:
        for value, level in enumerate(get_names(name)):
            if level != "unknown":
                columns.append(examples.levels[name] == value)
    return np.stack(columns, axis=1).astype(np.float64)


def fit(sets: Iterable[Examples], labels: Iterable[Any], penalty: float) -> dict[str, dict[str, float]]:
    """Return weights in bits."""
    parts, answers, loads = [], [], []
    for examples, label in zip(sets, labels, strict=True):
        used = label >= 0
        parts.append(to_matrix(examples)[used])
        answers.append(label[used].astype(np.float64))
        loads.append(np.full(int(used.sum()), examples.weight))
    keys = [(name, level) for name in NAMES for level in get_names(name) if level != "unknown"]
    expert = load_expert()
    start = np.array([expert[name][level] for name, level in keys]) * np.log(2)
    beta = fit_logistic(np.concatenate(parts), np.concatenate(answers), np.concatenate(loads), start, penalty)
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for (name, level), value in zip(keys, beta / np.log(2), strict=True):
        weights[name][level] = float(value)
    for name, order in ORDERED.items():
        smooth(weights[name], order)
    return dict(weights)


def load_expert() -> dict[str, dict[str, float]]:
    """Return the weights by judgement."""
    return msgspec.yaml.decode((Path(__file__).parent / "linking_expert.yml").read_bytes(), type=dict[str, dict[str, float]])


def fit_logistic(x: Any, y: Any, load: Any, start: Any, penalty: float) -> Any:
    """Return coefficients, drawn towards `start`; the first column is the intercept and bears no penalty."""
    beta = start.copy()
    ridge = np.full(x.shape[1], penalty)
    ridge[0] = 1e-6
    for _ in range(25):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        w = load * np.maximum(p * (1 - p), 1e-6)
        step = np.linalg.solve((x * w[:, None]).T @ x + np.diag(ridge), x.T @ (load * (y - p)) - ridge * (beta - start))
        beta += step
        if np.abs(step).max() < 1e-6:
            break
    return beta


def smooth(levels: dict[str, float], order: Sequence[str]) -> None:
    """Make the bits of ordered levels rise (pool adjacent violators)."""
    blocks: list[list[float]] = []
    for level in order:
        blocks.append([levels[level], 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            value, size = blocks.pop()
            blocks[-1] = [(blocks[-1][0] * blocks[-1][1] + value * size) / (blocks[-1][1] + size), blocks[-1][1] + size]
    values = [value for value, size in blocks for _ in range(int(size))]
    levels.update(zip(order, values, strict=True))


def score_folds(examples: Examples, label: Any, sets: Sequence[Examples], labels: Sequence[Any], penalty: float) -> Any:
    """Return the bits of each pair by weights that were fitted without its fold."""
    out = np.zeros(len(label))
    for fold in range(5):
        held = [np.where(e.fold == fold, -1, y) if e is examples else y for e, y in zip(sets, labels, strict=True)]
        out = np.where(examples.fold == fold, score(examples, fit(sets, held, penalty)), out)
    return out


def measure_calibration(scores: Any, label: Any, bins: int = 10) -> float:
    """Return the expected calibration error of probabilities over pairs with a label."""
    used = label >= 0
    p, y = 1 / (1 + 2.0 ** -np.clip(scores[used], -60, 60)), label[used]
    place = np.minimum((p * bins).astype(int), bins - 1)
    return float(sum(abs(p[place == b].mean() - y[place == b].mean()) * (place == b).mean() for b in range(bins) if (place == b).any()))


def measure_loss(scores: Any, label: Any) -> float:
    """Return the mean log loss in bits."""
    used = label >= 0
    signed = np.where(label[used] == 1, scores[used], -scores[used])
    return float(np.log2(1 + 2.0 ** -np.clip(signed, -60, 60)).mean())


def write_weights(weights: dict[str, dict[str, float]]) -> None:
    """Replace the `across` part of the weights; the comments at the head stay."""
    path = PACKS_FOLDER / "linking" / "weights.yml"
    head = [line for line in path.read_text().splitlines() if line.startswith("#")]
    model = load_model()
    raw = {"version": model.version, "within": model.within, "across": weights}
    text = "\n".join(head) + f"\nversion: {raw['version']}\n"
    for scope in ("within", "across"):
        text += f"{scope}:\n"
        for name, levels in raw[scope].items():
            text += "  " + yaml.safe_dump(
                {name: {k: round(v, 2) for k, v in levels.items()}}, default_flow_style=None, width=1000, sort_keys=False
            )
    path.write_text(text)


if __name__ == "__main__":
    main()
