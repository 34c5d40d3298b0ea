"""What activations accept: any shape, any real dtype, checked parameters, clear errors.

Every call runs with NumPy's floating-point warnings turned into exceptions.
"""

import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from helpers.activations import ACTIVATIONS, relu

NAMES = tuple(ACTIVATIONS)
FUNCTIONS = [f for record in ACTIVATIONS.values() for f in (record.f, record.df)]
FLOATS = (np.float16, np.float32, np.float64, np.longdouble)
OTHERS = (np.bool_, np.int8, np.uint8, np.int64, np.uint64)
PARAMETERS = [(name, key) for name in NAMES for key in ACTIVATIONS[name].parameters]

functions = st.sampled_from(FUNCTIONS)
shapes = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5)


@pytest.fixture(autouse=True)
def strict():
    """Warnings and floating-point flags are errors."""
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def test_the_strict_settings_are_in_force():
    with pytest.raises(FloatingPointError):
        np.exp(np.float64(1000))


@settings(max_examples=400, deadline=None)
@given(function=functions, x=st.sampled_from(FLOATS[:3]).flatmap(lambda d: hnp.arrays(d, shapes)))
def test_any_float_array_keeps_shape_and_dtype_and_nan(function, x):
    before = x.copy()
    y = function(x)
    assert y.shape == x.shape and y.dtype == x.dtype
    assert not np.shares_memory(x, y)
    np.testing.assert_array_equal(x, before)
    silent = np.isinf(x) if function.__name__.startswith("sin") else False  # no limit
    np.testing.assert_array_equal(np.isnan(y), np.isnan(x) | silent)


@settings(max_examples=200, deadline=None)
@given(function=functions, x=st.sampled_from(OTHERS).flatmap(lambda d: hnp.arrays(d, shapes)))
def test_integers_and_booleans_count_as_float64(function, x):
    before = x.copy()
    y = function(x)
    assert y.dtype == np.float64 and y.shape == x.shape
    np.testing.assert_array_equal(y, function(x.astype(np.float64)))
    np.testing.assert_array_equal(x, before)


@settings(max_examples=200, deadline=None)
@given(function=functions, x=hnp.arrays(np.float64, hnp.array_shapes(max_dims=3, max_side=4)))
def test_elements_do_not_depend_on_each_other(function, x):
    one_by_one = np.array([function(value) for value in x.flat]).reshape(x.shape)
    np.testing.assert_array_max_ulp(function(x), one_by_one, maxulp=4)


@settings(max_examples=100, deadline=None)
@given(
    function=functions,
    x=hnp.arrays(np.float64, 6, elements=st.floats(-(2.0**60), 2.0**60)),
    dtype=st.sampled_from(FLOATS[:2]),
)
def test_narrow_floats_equal_the_rounded_float64(function, x, dtype):
    with np.errstate(all="ignore"):
        x = x.astype(dtype)
        expected = function(x.astype(np.float64)).astype(dtype)
    np.testing.assert_array_max_ulp(function(x), expected, maxulp=1)


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("x", [2, 2.0, True, np.float32(2), np.array(2.0), np.int8(2)])
def test_a_single_number_gives_a_numpy_scalar(function, x):
    y = function(x)
    assert isinstance(y, np.floating)
    assert y.dtype == (np.float32 if isinstance(x, np.float32) else np.float64)


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("dtype", FLOATS)
def test_nan_and_infinities_in_every_float_type(function, dtype):
    x = np.array([np.nan, -np.inf, np.inf, 0.0, -0.0], dtype)
    y = function(x)
    assert y.dtype == dtype and np.isnan(y[0]) and np.isfinite(y[3]) and y[3] == y[4]
    assert np.isnan(function(dtype(np.nan)))
    tiny = np.finfo(dtype).smallest_subnormal
    assert np.all(np.isfinite(function(np.array([tiny, -tiny], dtype))))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_other_layouts_and_subclasses(function):
    x = np.linspace(-7, 7, 24).reshape(4, 6)
    expected = function(x)
    swapped = function(x.astype(">f8"))
    assert swapped.dtype == np.dtype(">f8")
    np.testing.assert_array_equal(swapped, expected)
    np.testing.assert_array_max_ulp(function(x.T[::-2]), expected.T[::-2], maxulp=4)
    np.testing.assert_array_equal(function(x.tolist()), expected)
    x.flags.writeable = False
    np.testing.assert_array_equal(function(x), expected)
    assert function([]).shape == (0,)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_masked_arrays_keep_their_mask(function):
    x = np.ma.array([[-1.0, 2.0], [np.nan, 4.0]], mask=[[0, 1], [1, 0]], dtype=np.float32)
    y = function(x)
    assert isinstance(y, np.ma.MaskedArray) and y.dtype == np.float32
    assert y.mask.tolist() == [[False, True], [True, False]]
    np.testing.assert_array_equal(y.compressed(), function(x.compressed()))
    y[0, 0] = np.ma.masked
    assert not x.mask[0, 0]


def test_masked_arrays_take_parameters():
    y = ACTIVATIONS["prelu"].f(np.ma.array([-1.0, -2.0], mask=[False, True]), negative_slope=0.5)
    assert y.tolist() == [-0.5, None]


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("x", ["a", None, 1j, ["a", 1], 10**30, np.array([object()]), b"1"])
def test_what_is_not_a_real_number_is_refused(function, x):
    with pytest.raises(
        TypeError, match="^x must be a real number or an array of real numbers, got"
    ):
        function(x)


def test_other_errors_name_what_is_wrong():
    with pytest.raises(ValueError, match="^x must be .* regular array"):
        relu([[1], [2, 3]])
    with pytest.raises(TypeError, match=r"relu\(\) has no parameter 'alpha'.*slope_at_zero"):
        relu(1, alpha=2)
    with pytest.raises(TypeError, match=r"tanh\(\) has no parameter 'beta'; its parameters: none"):
        ACTIVATIONS["tanh"].f(1, beta=2)
    with pytest.raises(TypeError, match="positional"):
        ACTIVATIONS["elu"].f(1, 2)
    with pytest.raises(
        ValueError, match="lower must be at most upper, got lower=0.5 and upper=0.3"
    ):
        ACTIVATIONS["rrelu"].df(1, lower=0.5, upper=0.3)
    with pytest.raises(ValueError, match="lower must .*, got lower=0.4 and upper=0.3"):
        ACTIVATIONS["rrelu"].f(np.ones(3), lower=np.array([0.2, 0.3, 0.4]), upper=0.3)


REFUSED = {  # besides NaN and infinities
    "relu slope_at_zero": (),
    "leaky_relu negative_slope": (-0.01, 1.01),
    "prelu negative_slope": (),
    "rrelu lower": (-0.1, 1.1),
    "rrelu upper": (-0.1, 1.1),
    "threshold theta": (-1e-9,),
    "elu alpha": (0, -1),
    "selu alpha": (0, -1),
    "selu scale": (0, -1),
    "celu alpha": (0, -1),
    "swish beta": (-1e-9,),
    "softplus beta": (0, -1),
}


def test_every_parameter_is_listed():
    assert set(REFUSED) == {f"{name} {key}" for name, key in PARAMETERS}


@pytest.mark.parametrize(("name", "key"), PARAMETERS)
def test_a_parameter_out_of_range_is_refused(name, key):
    bad = (*REFUSED[f"{name} {key}"], np.nan, np.inf, -np.inf, 10**400)
    for function in (ACTIVATIONS[name].f, ACTIVATIONS[name].df):
        for value in bad:
            with pytest.raises(ValueError, match=rf"^{key} of {name}.* must be a .*number.*, got"):
                function(1.0, **{key: value})
        for value in ("1", None, [0.1], True, 1j, np.array([0.1])):
            with pytest.raises(TypeError, match=rf"^{key} of {name}.* must be a .*number.*, got"):
                function(1.0, **{key: value})


@pytest.mark.parametrize(("name", "key"), PARAMETERS)
def test_a_parameter_may_be_any_kind_of_real_number(name, key):
    x = np.linspace(-3, 3, 13, dtype=np.float32)
    for function in (ACTIVATIONS[name].f, ACTIVATIONS[name].df):
        expected = function(x, **{key: 0.25})
        for value in (np.float64(0.25), np.float32(0.25), np.longdouble(0.25), Fraction(1, 4)):
            y = function(x, **{key: value})
            assert y.dtype == np.float32
            np.testing.assert_array_equal(y, expected)


@pytest.mark.parametrize(("name", "key"), PARAMETERS)
def test_a_parameter_may_be_an_array_that_stretches_to_x(name, key):
    x = np.array([-np.inf, -3, -1, -0.5, 0, 0.5, 1, 3, np.inf, np.nan])
    x = np.stack([x, -x])[np.newaxis]
    few = (0.125, 0.25, 0.5) if name == "rrelu" and key == "upper" else (0.0, 0.125, 0.3)
    values = [v for v in few if v in ACTIVATIONS[name].allowed[key]]
    array = np.reshape(values, (-1, 1, 1))
    for function in (ACTIVATIONS[name].f, ACTIVATIONS[name].df):
        for dtype in FLOATS[1:]:
            many = np.repeat(x, len(values), axis=0).astype(dtype)
            one_by_one = [function(each, **{key: v}) for each, v in zip(many, values, strict=True)]
            together = function(many, **{key: array})
            np.testing.assert_array_equal(together, one_by_one, strict=True)
        refused = (array[0], array[:, 0], array.repeat(2, 0), array.tolist(), array.astype(str))
        for bad in refused:
            with pytest.raises(TypeError, match=rf"^{key} of {name}.* must be a .*number.*, got"):
                function(many, **{key: bad})
        for bad in (np.nan, np.inf, *REFUSED[f"{name} {key}"]):
            with pytest.raises(ValueError, match=rf"^{key} of {name}.* must be a .*number.*, got"):
                function(many, **{key: np.where(np.arange(len(array)) == 1, bad, array.T).T})


def test_parameters_change_the_function_as_its_formula_says():
    x = np.array([-np.inf, -8, -2, -0.5, 0, 0.5, 2, np.inf])
    f = {name: ACTIVATIONS[name].f for name in NAMES}
    df = {name: ACTIVATIONS[name].df for name in NAMES}
    same = np.testing.assert_array_equal
    same(f["leaky_relu"](x, negative_slope=0), relu(x))
    same(f["prelu"](x, negative_slope=-1)[1:], np.abs(x)[1:])
    same(df["prelu"](x, negative_slope=-2), [-2, -2, -2, -2, -2, 1, 1, 1])
    same(f["rrelu"](x, lower=0.5, upper=1), f["leaky_relu"](x, negative_slope=0.75))
    same(df["relu"](x, slope_at_zero=0.5), [0, 0, 0, 0, 0.5, 1, 1, 1])
    same(f["relu"](x, slope_at_zero=0.5), relu(x))
    same(f["threshold"](x, theta=0), relu(x))
    same(f["threshold"](x, theta=2.5), [0, 0, 0, 0, 0, 0, 0, np.inf])
    same(f["swish"](x, beta=0), x / 2)
    same(df["swish"](x, beta=0), np.full(8, 0.5))
    same(f["selu"](x, alpha=3, scale=2), 2 * f["elu"](x, alpha=3))
    same(df["selu"](x, alpha=3, scale=2), 2 * df["elu"](x, alpha=3))
    np.testing.assert_allclose(f["swish"](x, beta=1e6)[1:], relu(x)[1:], atol=1e-300)
    np.testing.assert_allclose(f["softplus"](x, beta=1e6), relu(x), atol=1e-6)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_derivative_is_that_of_f_for_all_parameters(name, data):
    record = ACTIVATIONS[name]
    parameters = {key: data.draw(st.floats(0.125, 1.0), label=key) for key in record.parameters}
    if name == "rrelu":
        parameters["upper"] = 1.0
    x = data.draw(st.floats(-7, 7).filter(lambda value: abs(value - round(value)) > 0.01))
    h = 2.0**-17
    if abs(x - parameters.get("theta", x + 1)) <= h:
        return
    secant = (record.f(x + h, **parameters) - record.f(x - h, **parameters)) / (2 * h)
    assert record.df(x, **parameters) == pytest.approx(secant, abs=2e-8)


@pytest.mark.parametrize(("name", "key"), PARAMETERS)
@pytest.mark.parametrize("value", [1e-300, 1e300])
def test_extreme_parameters_give_no_warning_and_no_nan(name, key, value):
    if value not in ACTIVATIONS[name].allowed[key]:
        return
    x = np.array([-np.inf, -1e308, -1, -1e-308, 0, 1e-308, 1, 1e308, np.inf])
    parameters = {"lower": 0, key: value} if name == "rrelu" else {key: value}
    for function in (ACTIVATIONS[name].f, ACTIVATIONS[name].df):
        assert not np.any(np.isnan(function(x, **parameters)))
