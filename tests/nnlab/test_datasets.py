"""Datasets have the shapes and classes they promise, wherever their files come from."""

import functools
import gzip
import hashlib
import http.server
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import datasets as sklearn_datasets
from sklearn.svm import SVC

from nnlab import datasets
from nnlab.datasets import fashion
from nnlab.perceptron import is_linearly_separable

generators = st.integers(0, 2**32).map(np.random.default_rng)


class TestPlane:
    @pytest.mark.parametrize(
        "make",
        [datasets.make_blobs, datasets.make_moons, datasets.make_circles, datasets.make_spirals],
    )
    def test_draws_two_even_classes_in_random_order(self, make):
        X, y = make(31, rng=np.random.default_rng(1))
        assert X.shape == (31, 2)
        assert X.dtype == np.float64
        assert np.bincount(y).tolist() == [15, 16]
        assert (np.diff(y) < 0).any()
        again, _ = make(31, rng=np.random.default_rng(1))
        other, _ = make(31, rng=np.random.default_rng(2))
        assert (again == X).all()
        assert (other != X).all()
        with pytest.raises(ValueError, match="n_samples must be at least 2"):
            make(1, rng=np.random.default_rng(1))
        with pytest.raises(TypeError, match=r"such as np.random.default_rng\(0\), got 0"):
            make(10, rng=0)

    @given(generators, st.floats(0.01, 3))
    @settings(deadline=None, max_examples=30)
    def test_blobs_keep_their_margin(self, rng, margin):
        X, y = datasets.make_blobs(60, margin=margin, rng=rng)
        machine = SVC(kernel="linear", C=1e9).fit(X, y)
        assert 1 / np.linalg.norm(machine.coef_) > margin * 0.999
        assert is_linearly_separable(X, y)

    def test_blobs_part_in_every_direction_and_beside_the_origin(self):
        rng = np.random.default_rng(1)
        lines = []
        for _ in range(40):
            X, y = datasets.make_blobs(rng=rng)
            machine = SVC(kernel="linear", C=1e9).fit(X, y)
            lines.append([*machine.coef_[0], machine.intercept_[0]])
        directions = np.arctan2(np.array(lines)[:, 1], np.array(lines)[:, 0])
        assert np.histogram(directions, bins=4, range=(-np.pi, np.pi))[0].min() > 0
        assert np.abs(np.array(lines)[:, 2]).min() > 0

    def test_moons_lie_on_scikit_learns_half_circles(self):
        X, y = datasets.make_moons(300, noise=0, rng=np.random.default_rng(1))
        theirs, classes = sklearn_datasets.make_moons(20_000)
        for c in (0, 1):
            apart = np.linalg.norm(X[y == c][:, None] - theirs[classes == c], axis=2)
            assert apart.min(axis=1).max() < 1e-3

    def test_circles_have_their_radii(self):
        X, y = datasets.make_circles(50, noise=0, factor=0.3, rng=np.random.default_rng(1))
        np.testing.assert_allclose(np.hypot(*X.T), np.where(y == 0, 1, 0.3))
        with pytest.raises(ValueError, match="factor must be"):
            datasets.make_circles(factor=1, rng=np.random.default_rng(1))

    def test_spirals_are_a_distance_of_1_apart(self):
        X, y = datasets.make_spirals(4000, noise=0, rng=np.random.default_rng(1))
        outer = np.hypot(*X.T) > 1
        apart = np.linalg.norm(X[(y == 0) & outer][:, None] - X[(y == 1) & outer], axis=2)
        assert 0.9 < apart.min() < 1
        assert not is_linearly_separable(X, y)

    @pytest.mark.parametrize(
        "make", [datasets.make_moons, datasets.make_circles, datasets.make_spirals]
    )
    def test_noise_has_its_standard_deviation(self, make):
        # False alarm: 2e4 Gaussian numbers, standard error of their spread 0.5 %, bound 6.5 of it.
        clean, _ = make(10_000, noise=0.0, rng=np.random.default_rng(1))
        noisy, _ = make(10_000, noise=0.3, rng=np.random.default_rng(1))
        assert np.std(noisy - clean) == pytest.approx(0.3, rel=0.0325)
        with pytest.raises(ValueError, match="noise must be"):
            make(noise=-1, rng=np.random.default_rng(1))

    def test_blobs_refuse_a_negative_margin(self):
        with pytest.raises(ValueError, match="margin must be"):
            datasets.make_blobs(margin=-1, rng=np.random.default_rng(1))

    def test_xor(self):
        X, y = datasets.xor()
        assert (y == (X[:, 0] != X[:, 1])).all()


class TestTables:
    @pytest.mark.parametrize("name", ["load_iris", "load_digits"])
    def test_are_scikit_learns(self, name):
        X, y = getattr(datasets, name)()
        theirs = getattr(sklearn_datasets, name)()
        assert (theirs.data == X).all()
        assert (y == theirs.target).all()


def write_fashion_mnist(folder, n_train):
    """Write four small files in the format of Fashion-MNIST, and return their checksums."""
    folder.mkdir(parents=True, exist_ok=True)
    checksums = {}
    for part, n in [("train", n_train), ("t10k", 2)]:
        pixels = bytes(16) + np.arange(n * 784, dtype=np.uint8).tobytes()
        labels = bytes(8) + np.arange(n, dtype=np.uint8).tobytes()
        for kind, content in [("images-idx3", pixels), ("labels-idx1", labels)]:
            (folder / f"{part}-{kind}-ubyte.gz").write_bytes(gzip.compress(content))
            checksums[f"{part}-{kind}-ubyte"] = hashlib.sha256(content).hexdigest()
    return checksums


class TestFashionMNIST:
    """Small files stand for the data; each route is told by its number of training samples."""

    @pytest.fixture(autouse=True)
    def _nowhere(self, monkeypatch, tmp_path):
        monkeypatch.setattr(fashion, "DEBIAN", tmp_path / "debian")
        monkeypatch.setattr(fashion, "PUBLIC", "http://127.0.0.1:9/")
        monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
        monkeypatch.setenv("NNLAB_DATA", str(tmp_path / "pooch"))

    @pytest.fixture
    def server(self, tmp_path):
        """Serve ``tmp_path/public`` on this machine."""
        handler = functools.partial(
            http.server.SimpleHTTPRequestHandler, directory=tmp_path / "public"
        )
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever).start()
            yield f"http://127.0.0.1:{server.server_port}/"
            server.shutdown()

    @pytest.fixture
    def write(self, tmp_path, monkeypatch):
        """Return a function that writes the files into ``tmp_path/folder``, where they belong."""
        return lambda folder, n_train: monkeypatch.setattr(
            fashion, "SHA256", write_fashion_mnist(tmp_path / folder, n_train)
        )

    def test_comes_from_debian_first(self, write):
        write("keras/datasets/fashion-mnist", 4)
        write("debian", 3)
        (X_train, y_train), (X_test, y_test) = datasets.load_fashion_mnist()
        assert X_train.shape == (3, 28, 28)
        assert X_test.shape == (2, 28, 28)
        assert X_train.dtype == y_train.dtype == np.uint8
        assert y_train.tolist() == [0, 1, 2]
        assert X_train.ravel()[:300].tolist() == [*range(256), *range(44)]
        assert y_test.tolist() == [0, 1]
        X_train[0] = 0  # writeable

    def test_comes_from_keras_cache_second(self, write):
        write("keras/datasets/fashion-mnist", 4)
        (X_train, _), _ = datasets.load_fashion_mnist()
        assert len(X_train) == 4

    def test_keras_cache_is_in_the_home_folder(self, write, tmp_path, monkeypatch):
        monkeypatch.delenv("KERAS_HOME")
        monkeypatch.setenv("HOME", str(tmp_path))
        write(".keras/datasets/fashion-mnist", 6)
        (X_train, _), _ = datasets.load_fashion_mnist()
        assert len(X_train) == 6

    def test_an_incomplete_folder_is_passed_over(self, write, tmp_path):
        write("debian", 3)
        (tmp_path / "debian/t10k-labels-idx1-ubyte.gz").unlink()
        write("keras/datasets/fashion-mnist", 4)
        (X_train, _), _ = datasets.load_fashion_mnist()
        assert len(X_train) == 4

    def test_is_fetched_third_and_kept(self, write, monkeypatch, server):
        write("public", 5)
        monkeypatch.setattr(fashion, "PUBLIC", server)
        for _ in range(2):
            (X_train, _), _ = datasets.load_fashion_mnist()
            assert len(X_train) == 5
            monkeypatch.setattr(fashion, "PUBLIC", "http://127.0.0.1:9/")

    def test_says_the_three_ways_when_there_is_none(self):
        with pytest.raises(FileNotFoundError) as raised:
            datasets.load_fashion_mnist()
        for way in ("dataset-fashion-mnist", "keras.datasets.fashion_mnist", "pooch"):
            assert way in str(raised.value)

    def test_a_damaged_file_is_named(self, write, tmp_path):
        write("debian", 3)
        labels = tmp_path / "debian/train-labels-idx1-ubyte.gz"
        labels.write_bytes(labels.read_bytes()[:-9])
        with pytest.raises(ValueError, match=r"train-labels.* is damaged"):
            datasets.load_fashion_mnist()

    def test_other_content_is_refused(self, tmp_path):
        write_fashion_mnist(tmp_path / "debian", 3)
        with pytest.raises(ValueError, match="has not the checksum of train-images"):
            datasets.load_fashion_mnist()


@pytest.mark.skipif(not fashion.DEBIAN.exists(), reason="needs Debian's dataset-fashion-mnist")
def test_debians_files_are_complete():
    (_, y_train), (_, y_test) = datasets.load_fashion_mnist()
    assert np.bincount(y_train).tolist() == [6000] * 10
    assert np.bincount(y_test).tolist() == [1000] * 10
