"""Fits the weights that tell a report of an attack from talk of attacks, and measures them on sentences they were not fitted on.

`python -m benchmarks.report_fit FOLDER [--lang ar] [--write]`: `FOLDER` has `documents.jsonl` (`id`, `text`: one sentence each) and
`gold.jsonl` (`id`, `label`: "yes" or not, "ambiguous" is left out), such as the Arabic event gold-standard records
(openeventdata/arabic_event_gsr, MIT). Our own `corpus.yml` of the language is added, with
posts and negatives.

An example is what the rules take for one attack in one sentence; the sentence's label is its label. The fit is logistic regression
(Newton's method, L2 penalty) over the features of `sijill.extract.report`; a feature that fewer than `--least` sentences have, and any
with next to no weight, is dropped, so that no rare word or name is kept. The threshold is the one of best F1 over held-out
probabilities, and the figures are those of the whole reading of held-out sentences: ten-fold cross-validation over stories (sentences
that share rare words).
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from sijill.extract import Extractor
from sijill.extract.mention import Mention
from sijill.extract.merge import JUDGED
from sijill.extract.report import COUNTED, Judge, Verdict, find_features
from sijill.gazetteer import open_gazetteer
from sijill.lang.script import fold
from sijill.model import Document
from sijill.packs import PACKS_FOLDER, load_packs
from sijill.packs.language import CorpusLine, load_corpus
from sijill.packs.weights import ReportWeights
from sijill.settings import Settings

ORIGIN = "openeventdata/arabic_event_gsr (ASSAULT records, MIT) and the pack's own corpus.yml; weights over features only"
FOLDS = 10
SMALLEST = 0.02
COUNTED_SHARE = 0.5  # of the threshold, where people are counted
OWN_SHARE = 2.0  # what a line of our corpus counts: there are ten times as many of the others
BESIDE_SHARE = 0.2  # of the threshold, in a document that reports an attack elsewhere
_SHARED = 6  # rare words in common that put two sentences into one story
_Floats = npt.NDArray[np.float64]


class Example(msgspec.Struct):
    """What one sentence makes of one attack; `missed` sentences have a label and no features."""

    sentence: str
    label: bool
    features: frozenset[str]
    own: bool = False


class Recorder(Judge):
    """A judge that lets everything pass and keeps the features."""

    def __init__(self) -> None:
        self.seen: list[frozenset[str]] = []

    def judge(self, mentions: Sequence[Mention]) -> Verdict:
        """Keep the features and let the mentions pass."""
        self.seen.append(frozenset(find_features(mentions)))
        return Verdict(True, True, "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lang", default="ar")
    parser.add_argument("--penalty", type=float, default=10.0)
    parser.add_argument("--least", type=int, default=10, help="fewest sentences that must have a feature")
    parser.add_argument("--write", action="store_true", help="write report.json of the language pack")
    options = parser.parse_args()
    texts, labels = load_sentences(options.folder)
    examples = make_examples(options.lang, texts, labels)
    folds = split_folds(texts)
    fitted = [fit([e for e in examples if e.sentence not in held], options.penalty, options.least) for held in folds]
    threshold = choose_threshold(examples, folds, fitted, labels)
    held_out = measure(options.lang, texts, labels, folds, [make_report(weights, threshold, {}) for weights in fitted])
    for name, value in held_out.items():
        print(f"{name:<10} {value:.3f}")
    report = make_report(fit(examples, options.penalty, options.least), threshold, held_out)
    print(f"{len(report.weights)} weights, threshold {report.threshold}, {len(labels)} sentences, {sum(labels.values())} yes")
    if options.write:
        path = PACKS_FOLDER / "languages" / options.lang / "report.json"
        path.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n")


def load_sentences(folder: Path) -> tuple[dict[str, str], dict[str, bool]]:
    """Return the texts and labels by id, without ambiguous ones."""
    gold = {row["id"]: row["label"] for row in map(json.loads, (folder / "gold.jsonl").open(encoding="utf-8"))}
    texts = {row["id"]: row["text"] for row in map(json.loads, (folder / "documents.jsonl").open(encoding="utf-8"))}
    kept = [key for key in texts if gold[key] != "ambiguous"]
    return {key: texts[key] for key in kept}, {key: gold[key] == "yes" for key in kept}


def make_examples(lang: str, texts: dict[str, str], labels: dict[str, bool]) -> list[Example]:
    """Return the examples of all sentences, those of our own corpus last."""
    packs, judge = load_packs(), Recorder()
    extractor = Extractor(packs, open_gazetteer(Settings(), packs=packs), judge)
    corpus = load_corpus(PACKS_FOLDER / "languages" / lang)
    own = {f"corpus-{n}": line for n, line in enumerate(corpus)}
    sentences = [(key, text, labels[key], False) for key, text in texts.items()]
    sentences += [(key, line.text, label, True) for key, line in own.items() if (label := is_attack(line)) is not None]
    examples = []
    for key, text, label, ours in sentences:
        judge.seen = []
        extractor.extract(Document(id=key, text=text, lang=lang))
        examples += [Example(key, label, features, ours) for features in judge.seen]
    return examples


def is_attack(line: CorpusLine) -> bool | None:
    """Does a line of the corpus report an attack? None where its claims are of another kind."""
    if line.claims == "none":
        return False
    said = [c for c in line.claims if c.get("modality", "asserted") in ("asserted", "hedged")]
    return True if any(c.get("type") in JUDGED for c in said) else None


def find_groups(texts: dict[str, str]) -> dict[str, int]:
    """Return a story for each sentence: sentences that share several rare words are of one story."""
    words = {key: {w for w in fold(text).split() if len(w) > 3} for key, text in texts.items()}
    holders: dict[str, list[str]] = defaultdict(list)
    for key, found in words.items():
        for word in found:
            holders[word].append(key)
    parent = {key: key for key in texts}

    def find(key: str) -> str:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    shared: Counter[tuple[str, str]] = Counter()
    for keys in holders.values():
        if 2 <= len(keys) <= FOLDS:
            shared.update((a, b) for n, a in enumerate(keys) for b in keys[n + 1 :])
    for (a, b), count in shared.items():
        if count >= _SHARED:
            parent[find(a)] = find(b)
    names = {root: n for n, root in enumerate(sorted({find(key) for key in texts}))}
    return {key: names[find(key)] for key in texts}


def split_folds(texts: dict[str, str]) -> list[set[str]]:
    """Return the sentences of each fold; a story is in one of them."""
    groups = find_groups(texts)
    fold_of = np.random.default_rng(0).integers(0, FOLDS, len(set(groups.values())))
    return [{key for key, group in groups.items() if fold_of[group] == number} for number in range(FOLDS)]


def choose_threshold(examples: list[Example], folds: list[set[str]], fitted: list[dict[str, float]], labels: dict[str, bool]) -> float:
    """Return the threshold of best F1 over held-out sentences."""
    best: dict[str, float] = defaultdict(float)
    for held, weights in zip(folds, fitted, strict=True):
        for example in examples:
            if example.sentence in held:
                ease = COUNTED_SHARE if COUNTED in example.features else 1
                best[example.sentence] = max(best[example.sentence], get_probability(weights, example.features) / ease)
    total, hits = sum(labels.values()), 0
    found: list[tuple[float, float]] = []
    for number, (probability, key) in enumerate(sorted(((p, key) for key, p in best.items()), reverse=True), start=1):
        hits += labels[key]
        found.append((2 * hits / (number + total), probability))
    return max(found)[1]


def make_report(weights: dict[str, float], threshold: float, held_out: dict[str, float]) -> ReportWeights:
    """Return the weights as a language pack has them."""
    return ReportWeights(
        origin=ORIGIN, held_out=held_out, threshold=round(threshold, 3), threshold_counted=round(threshold * COUNTED_SHARE, 3),
        threshold_beside=round(threshold * BESIDE_SHARE, 3), bias=round(weights[""], 3),
        weights={name: round(weight, 2) for name, weight in sorted(weights.items()) if name and abs(weight) >= SMALLEST},
    )  # fmt: skip


def measure(
    lang: str, texts: dict[str, str], labels: dict[str, bool], folds: list[set[str]], reports: list[ReportWeights]
) -> dict[str, float]:
    """Return precision, recall and F1 of the whole reading: every fold is read with weights that were not fitted on it."""
    packs = load_packs()
    gazetteer = open_gazetteer(Settings(), packs=packs)
    read: set[str] = set()
    for held, report in zip(folds, reports, strict=True):
        extractor = Extractor(packs, gazetteer, Judge(report))
        for key in sorted(held):
            claims = extractor.extract(Document(id=key, text=texts[key], lang=lang)).claims
            if any(c.event_type in JUDGED and c.modality in ("asserted", "hedged") for c in claims):
                read.add(key)
    hits, total = sum(labels[key] for key in read), sum(labels.values())
    return {
        "precision": round(hits / max(len(read), 1), 3),
        "recall": round(hits / total, 3),
        "f1": round(2 * hits / (len(read) + total), 3),
    }


def fit(examples: list[Example], penalty: float, least: int) -> dict[str, float]:
    """Return the weights; the bias has the empty name."""
    holders: dict[str, set[str]] = defaultdict(set)
    for example in examples:
        for name in example.features:
            holders[name].add(example.sentence)
    names = sorted(name for name, keys in holders.items() if len(keys) >= least)
    column = {name: n for n, name in enumerate(names)}
    matrix = np.zeros((len(examples), len(names) + 1))
    matrix[:, -1] = 1
    for row, example in enumerate(examples):
        matrix[row, [column[name] for name in example.features if name in column]] = 1
    per_sentence = Counter(e.sentence for e in examples)
    share = np.array([(OWN_SHARE if e.own else 1.0) / per_sentence[e.sentence] for e in examples])
    found = solve(matrix, np.array([float(e.label) for e in examples]), share, penalty)
    return {**dict(zip(names, found[:-1].tolist(), strict=True)), "": float(found[-1])}


def solve(matrix: _Floats, labels: _Floats, share: _Floats, penalty: float, rounds: int = 12) -> _Floats:
    """Return the coefficients of the penalised logistic regression; the last column, the bias, is not penalised."""
    ridge = np.full(matrix.shape[1], penalty)
    ridge[-1] = 1e-6
    weights = np.zeros(matrix.shape[1])
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (share * (chance - labels)) + ridge * weights
        curve = (matrix * (share * chance * (1 - chance))[:, None]).T @ matrix + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < 1e-4:
            break
    return weights


def get_probability(weights: dict[str, float], features: Iterable[str]) -> float:
    """Return the probability of a report."""
    return float(1 / (1 + np.exp(-weights[""] - sum(weights.get(name, 0.0) for name in features))))


if __name__ == "__main__":
    main()
