"""Training and export on a tiny network: the same seed, the same steps; the file answers like the network.

Needs the ``train`` extra; skipped without it.
"""

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

torch = pytest.importorskip("torch", reason="needs the train extra")
onnx = pytest.importorskip("onnx", reason="needs the train extra")

from models.sentiment.encoding import collate, encode  # noqa: E402
from models.sentiment.export import export, quantised  # noqa: E402
from models.sentiment.markup import Example, parse_marked  # noqa: E402
from models.sentiment.network import Shape, TargetNetwork  # noqa: E402
from models.sentiment.recipe import Stage  # noqa: E402
from models.sentiment.runtime import open_session  # noqa: E402
from models.sentiment.scorer import WEIGHTS  # noqa: E402
from models.sentiment.train import IGNORED, Run, labelled, load_network, loss_of, tensors, train  # noqa: E402

SENTENCES = [
    ("{BYD|byd|positive|technology|media} overtook {WM Motor|wm_motor|negative|technology|media}.", "en"),
    ("{Neta|neta|negative|financial_stability|court_regulator} owes its suppliers.", "en"),
    ("{威马|wm_motor|negative|after_sales_service|owner}的配件还没有到。", "zh"),
    ("{蔚来|nio|positive|brand_loyalty|owner}车主又买了一辆。", "zh"),
]
EXAMPLES = [Example(str(i), f"own_{lang}_train", lang, *parse_marked(m)) for i, (m, lang) in enumerate(SENTENCES)]
STAGE = Stage(repeats={"own": 2}, renamed={}, epochs=2, rate=1e-3, head_rate=1e-3, tokens_per_batch=64)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(WEIGHTS / "sentiment.tokenizer.json"))


def run_in(folder: Path, tokenizer: Tokenizer) -> Run:
    folder.mkdir(exist_ok=True)
    torch.manual_seed(5)
    shape = Shape(tokenizer.get_vocab_size(), layers=2, hidden=24, heads=2, feed_forward=48)
    return Run(folder, TargetNetwork(shape), STAGE, shape, seed=5)


def weights_of(run: Run) -> list[np.ndarray]:
    return [parameter.detach().numpy() for parameter in run.network.parameters()]


def test_a_stopped_run_goes_on_as_if_it_had_not_been(tmp_path, tokenizer):
    straight = run_in(tmp_path / "straight", tokenizer)
    train(straight, tokenizer, EXAMPLES, {}, save_every=2)

    stopped = run_in(tmp_path / "stopped", tokenizer)
    save = stopped.save

    def save_and_stop(optimizer: object) -> None:
        save(optimizer)
        raise KeyboardInterrupt

    stopped.save = save_and_stop  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        train(stopped, tokenizer, EXAMPLES, {}, save_every=2)
    resumed = run_in(tmp_path / "stopped", tokenizer)
    train(resumed, tokenizer, EXAMPLES, {}, save_every=2)

    assert resumed.step == straight.step > 2
    for one, other in zip(weights_of(straight), weights_of(resumed), strict=True):
        np.testing.assert_array_equal(one, other)


def test_training_lowers_the_loss_and_leaves_word_embeddings_alone(tmp_path, tokenizer):
    run = run_in(tmp_path, tokenizer)
    before = run.network.encoder.embeddings.word_embeddings.weight.detach().numpy().copy()
    inputs, labels = tensors([labelled(tokenizer, example) for example in EXAMPLES], torch.device("cpu"))
    start = loss_of(run.network.eval()(**inputs), labels, STAGE).item()
    train(run, tokenizer, EXAMPLES * 10, {})
    assert loss_of(run.network.eval()(**inputs), labels, STAGE).item() < start
    np.testing.assert_array_equal(before, run.network.encoder.embeddings.word_embeddings.weight.detach().numpy())


def test_heads_without_labels_do_not_learn(tokenizer):
    inputs, labels = tensors([labelled(tokenizer, EXAMPLES[0])], torch.device("cpu"))
    labels[..., 1:] = IGNORED
    shape = Shape(tokenizer.get_vocab_size(), layers=1, hidden=24, heads=2, feed_forward=48)
    network = TargetNetwork(shape, dropout=0.0)
    loss_of(network(**inputs), labels, STAGE).backward()
    gradient = network.heads.weight.grad.numpy()
    assert np.abs(gradient[:3]).max() > 0
    assert np.abs(gradient[3:]).max() == 0


def test_the_file_answers_like_the_network(tmp_path, tokenizer):
    run = run_in(tmp_path, tokenizer)
    saved = {"shape": asdict(run.shape), "network": run.network.state_dict()}
    torch.save(saved, tmp_path / "last.pt")
    report = export(tmp_path / "last.pt", tokenizer, tmp_path / "sentiment.onnx")
    assert report["plain"] < 1e-4
    arrays = collate([encode(tokenizer, e.text, [(t.start, t.end) for t in e.targets]) for e in EXAMPLES])
    with torch.no_grad():
        expected = load_network(tmp_path / "last.pt").eval()(**{k: torch.from_numpy(v) for k, v in arrays.items()})
    (found,) = open_session(tmp_path / "sentiment.onnx", threads=1).run(["logits"], arrays)
    np.testing.assert_allclose(found, expected.numpy(), atol=0.05)
    kinds = {t.data_type for t in onnx.load(tmp_path / "sentiment.onnx").graph.initializer if np.prod(t.dims) > 50_000}
    assert kinds == {onnx.TensorProto.INT8}
    assert json.dumps(report)


@pytest.mark.parametrize("axis", [0, 1])
def test_eight_bits_keep_each_channel_within_half_a_step(axis):
    weights = np.random.default_rng(1).normal(size=(7, 5)).astype(np.float32) * np.logspace(-3, 2, 5, dtype=np.float32)
    values, scale = quantised(weights, axis)
    spread = scale[:, None] if axis == 0 else scale[None, :]
    assert values.dtype == np.int8
    assert np.abs(values * spread - weights).max(axis=1 - axis) == pytest.approx(0, abs=float(scale.max()) / 2 * 1.001)
    assert (np.abs(values * spread - weights) <= spread / 2 * 1.001).all()
