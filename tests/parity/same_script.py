"""One training, for nnlab and for Keras: only the name of the import differs."""

import numpy as np

import nnlab as framework

rng = np.random.default_rng(42)
X = rng.normal(size=(300, 8))
y = (X[:, 0] * X[:, 1] > 0).astype(int) + (X[:, 2] > 0.5)  # three classes
X_train, X_test, y_train, y_test = X[:240], X[240:], y[:240], y[240:]

model = framework.Sequential(
    [
        framework.Input(shape=(8,), dtype="float64"),
        framework.layers.Dense(16, activation="relu", kernel_regularizer="l2"),
        framework.layers.Dense(16, kernel_initializer="he_normal"),
        framework.layers.Activation("tanh"),
        framework.layers.Dense(3, activation="softmax"),
    ]
)
model.set_weights([rng.normal(scale=0.4, size=w.shape) for w in model.get_weights()])

schedule = framework.optimizers.schedules.CosineDecay(0.05, decay_steps=200)
model.compile(
    optimizer=framework.optimizers.SGD(learning_rate=schedule, momentum=0.9, nesterov=True),
    loss=framework.losses.SparseCategoricalCrossentropy(),
    metrics=["accuracy"],
)
stopping = framework.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
history = model.fit(
    X_train,
    y_train,
    batch_size=32,
    epochs=40,
    validation_split=0.25,
    callbacks=[stopping],
    shuffle=False,
    verbose=0,
).history
test_loss, test_accuracy = model.evaluate(X_test, y_test, verbose=0)
probabilities = model.predict(X_test, verbose=0)
