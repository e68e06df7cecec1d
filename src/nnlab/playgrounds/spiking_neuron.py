"""A nerve cell that lives in time: a leaky bucket of charge that fires when it is full."""

import ipywidgets as widgets
import numpy as np

from nnlab import plots
from nnlab.playgrounds.view import Message, Picture, slider

REST, THRESHOLD = -65.0, -50.0  # millivolts


def integrate_and_fire(
    current: float, duration: float = 100.0, *, step: float = 0.1
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r"""Simulate a leaky integrate-and-fire neuron under a constant current.

    .. math:: \tau \frac{dv}{dt} = -(v - v_\text{rest}) + R I

    with :math:`\tau` = 10 ms and :math:`R` = 10 MΩ; at the threshold it fires and goes back to
    rest.

    Parameters
    ----------
    current : float
        Nanoamperes.
    duration, step : float
        Milliseconds.

    Returns
    -------
    time, voltage, fired : ndarray of shape (n_steps,)
        Milliseconds, millivolts, and whether the cell fired.

    References
    ----------
    L. Lapicque, "Recherches quantitatives sur l'excitation électrique des nerfs traitée comme une
    polarisation", 1907.

    Examples
    --------
    >>> integrate_and_fire(1.0)[2].sum(), integrate_and_fire(3.0)[2].sum()
    (np.int64(0), np.int64(14))
    """
    time = np.arange(0.0, duration, step)
    voltage, fired = np.full_like(time, REST), np.zeros(len(time), dtype=bool)
    for t in range(1, len(time)):
        v = voltage[t - 1]
        v += step / 10.0 * (REST - v + 10.0 * current)
        fired[t] = v >= THRESHOLD
        voltage[t] = REST if fired[t] else v
    return time, voltage, fired


class SpikingNeuronPlayground(widgets.VBox):
    """One slider, the current, and the voltage that it makes.

    Examples
    --------
    >>> box = SpikingNeuronPlayground()
    >>> box.current.value = 0.0
    >>> "0 times" in box.message.value
    True
    """

    def __init__(self) -> None:
        self.picture, self.message = Picture(), Message()
        self.current = slider("input current (nA)", 1.4, 0.0, 5.0, 0.1)
        self.current.observe(self.message.guard(self._show), names="value")
        super().__init__([self.current, self.picture, self.message])
        self._show()

    def _show(self, _: object = None) -> None:
        time, voltage, fired = integrate_and_fire(self.current.value)
        figure, ax = plots.figure(size=(6.4, 2.8))
        plots.spikes(time, voltage, fired, THRESHOLD, ax=ax)
        count = fired.sum()
        self.picture.draw(
            figure,
            f"Voltage of a simulated cell at {self.current.value:.1f} nA: {count} spikes.",
        )
        self.message.say(
            f"The cell fires {count} times in 100 ms. "
            f"A threshold logic unit would say only: <b>{int(count > 0)}</b>."
        )


def spiking_neuron() -> SpikingNeuronPlayground:
    """Return a playground of a nerve cell that answers in pulses over time.

    Returns
    -------
    SpikingNeuronPlayground
        A box to display.

    Examples
    --------
    >>> box = spiking_neuron()
    >>> box.current.value = 3.0
    >>> "14 times" in box.message.value
    True
    """
    return SpikingNeuronPlayground()
