"""What is measured, in the order of the report."""

from . import authoring, conversion, elements, export, footprint, kernels, making, scaling

GROUPS = (
    *export.GROUPS,
    *making.GROUPS,
    *elements.GROUPS,
    *kernels.GROUPS,
    *conversion.GROUPS,
    *footprint.GROUPS,
    *scaling.GROUPS,
    *authoring.GROUPS,
)
