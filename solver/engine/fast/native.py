"""Tables inside compiled functions: one pointer instead of fifty arrays.

numba would pass every array of a tuple on its own, seven words and a count of references each, with
every call: measured on a week of 1,000 requests, 14,700 ns against 300 ns for one earliest start.
Here a group of tables is the address of a list of (address, rows, columns); reading one of them is
two loads. The arrays live as long as the Python object that holds them.
"""

from typing import TYPE_CHECKING, Any

from solver.engine.fast.compiled import numba
from solver.engine.fast.tables import Tables

if not TYPE_CHECKING and numba is not None:
    from numba.core import cgutils, types
    from numba.core.datamodel import models, register_default
    from numba.core.typing.templates import AttributeTemplate
    from numba.extending import (
        NativeValue,
        infer_getattr,
        lower_getattr_generic,
        typeof_impl,
        unbox,
    )
    from numba.np import numpy_support
    from numba.np.arrayobj import make_array, populate_array

    class TablesType(types.Type):
        """The type of one group of tables."""

        def __init__(self, group: type[Tables]) -> None:
            self.group = group
            super().__init__(name=f"tables.{group.__name__}")

        def array(self, name: str) -> Any:
            """The type of one of its tables."""
            row, dimensions = self.group.rows()[name]
            return types.Array(numpy_support.from_dtype(row), dimensions, "C")

    register_default(TablesType)(models.OpaqueModel)

    @typeof_impl.register(Tables)
    def _typeof(value: Tables, _context: Any) -> Any:
        return TablesType(type(value))

    @unbox(TablesType)
    def _unbox(_type: Any, value: Any, c: Any) -> Any:
        address = c.pyapi.object_getattr_string(value, "address")
        number = c.pyapi.long_as_longlong(address)
        c.pyapi.decref(address)
        return NativeValue(c.builder.inttoptr(number, cgutils.voidptr_t))

    @infer_getattr
    class _Attributes(AttributeTemplate):
        key = TablesType

        def generic_resolve(self, group: Any, name: str) -> Any:
            return group.array(name) if name in group.group.rows() else None

    @lower_getattr_generic(TablesType)
    def _read(context: Any, builder: Any, group: Any, pointer: Any, name: str) -> Any:
        array = group.array(name)
        first = 3 * list(group.group.rows()).index(name)
        words = builder.bitcast(pointer, cgutils.intp_t.as_pointer())

        def word(n: int) -> Any:
            at = builder.gep(words, [context.get_constant(types.intp, n)])
            return builder.load(at)

        size = context.get_abi_sizeof(context.get_data_type(array.dtype))
        row = context.get_constant(types.intp, size)
        shape, strides = [word(first + 1)], [row]
        if array.ndim == 2:
            shape.append(word(first + 2))
            strides.insert(0, builder.mul(shape[1], row))
        found = make_array(array)(context, builder)
        data = builder.inttoptr(word(first), found.data.type)
        populate_array(found, data, shape, strides, row, None)
        return found._getvalue()
