"""The closed lists of the catalogue as people say them, for every template."""

from __future__ import annotations

from enum import StrEnum

from babel.dates import get_day_names
from flask_babel import LazyString, get_locale

from booking.language import _, _l
from booking.queries.catalogue_days import DayState
from booking.routes.public.blueprint import bp
from instruments.words import (
    Attended,
    Category,
    Field,
    Guidance,
    LegalForm,
    OperatedBy,
    OrganizationKind,
    Payment,
    TariffForm,
)

WORDS: dict[type[StrEnum], dict[StrEnum, LazyString]] = {
    Category: {
        Category.OBSERVATION: _l("Observation"),
        Category.SAMPLE_PREPARATION: _l("Sample preparation"),
        Category.ELEMENTAL_ANALYSIS: _l("Elemental analysis"),
        Category.SURFACE_ANALYSIS: _l("Surface analysis"),
        Category.STRUCTURE_ANALYSIS: _l("Structure analysis"),
        Category.CHEMICAL_ANALYSIS: _l("Chemical analysis"),
        Category.THERMAL_ANALYSIS: _l("Thermal analysis"),
        Category.NONDESTRUCTIVE_INSPECTION: _l("Non-destructive inspection"),
        Category.DIMENSIONAL_MEASUREMENT: _l("Dimensional measurement"),
        Category.THICKNESS_MEASUREMENT: _l("Thickness measurement"),
        Category.MECHANICAL_TEST: _l("Mechanical test"),
        Category.ENVIRONMENTAL_TEST: _l("Environmental test"),
        Category.RELIABILITY_TEST: _l("Reliability test"),
        Category.EMC: _l("EMC"),
        Category.ELECTRICAL_MEASUREMENT: _l("Electrical measurement"),
        Category.OPTICAL_MEASUREMENT: _l("Optical measurement"),
        Category.SEMICONDUCTOR_PROCESS: _l("Semiconductor process"),
        Category.SURFACE_TREATMENT: _l("Surface treatment"),
        Category.PRINTING: _l("Printing"),
        Category.COATING: _l("Coating"),
        Category.HEAT_TREATMENT: _l("Heat treatment"),
        Category.VACUUM_PROCESS: _l("Vacuum process"),
        Category.ASSEMBLY: _l("Assembly"),
        Category.ADDITIVE_MANUFACTURING: _l("3D printing"),
        Category.MACHINING: _l("Machining"),
        Category.POLYMER_PROCESSING: _l("Polymer processing"),
        Category.MATERIAL_SYNTHESIS: _l("Material synthesis"),
        Category.BATTERY_PROCESS: _l("Battery process"),
        Category.DIGITAL_DESIGN: _l("Digital design"),
        Category.TEXTILE_TEST: _l("Textile test"),
        Category.WOOD_TEST: _l("Wood test"),
        Category.FOOD_ANALYSIS: _l("Food analysis"),
        Category.FOOD_PROCESSING: _l("Food processing"),
        Category.RADIATION_MEASUREMENT: _l("Radiation measurement"),
        Category.TEST_FIELD: _l("Test field"),
        Category.LABORATORY_SPACE: _l("Laboratory space"),
    },
    Field: {
        Field.MACHINERY: _l("Machinery"),
        Field.ELECTRONICS: _l("Electricity, electronics, optics"),
        Field.INFORMATION: _l("Information and communication"),
        Field.MEMS: _l("MEMS"),
        Field.ROBOTICS: _l("Robotics"),
        Field.METALS: _l("Metals"),
        Field.CHEMISTRY: _l("Chemistry"),
        Field.CERAMICS: _l("Ceramics"),
        Field.WOOD: _l("Woodwork"),
        Field.FOOD: _l("Food and brewing"),
        Field.TEXTILES: _l("Textiles"),
        Field.DESIGN: _l("Design"),
        Field.BIOTECHNOLOGY: _l("Biotechnology"),
        Field.ORGANIC_ELECTRONICS: _l("Organic electronics"),
        Field.PRINTED_ELECTRONICS: _l("Printed electronics"),
        Field.TECHNOLOGY: _l("Technology"),
        Field.RESEARCH: _l("Research"),
        Field.MANAGEMENT: _l("Management"),
        Field.FINANCE: _l("Finance"),
    },
    OperatedBy: {
        OperatedBy.COMPANY: _l("Your company operates it"),
        OperatedBy.STAFF: _l("Staff operate it"),
        OperatedBy.EITHER: _l("Your company or staff operate it"),
    },
    Guidance: {
        Guidance.ALWAYS: _l("Guidance every time"),
        Guidance.FIRST: _l("Guidance at the first use"),
        Guidance.NEVER: _l("No guidance"),
    },
    Attended: {
        Attended.FULL: _l("A technician stands by throughout"),
        Attended.ENDS: _l("A technician stands by at the start and at the end"),
        Attended.NONE: _l("Nobody needs to stand by"),
        Attended.ON_CALL: _l("A technician is on call"),
    },
    TariffForm: {
        TariffForm.HOUR_BEGUN: _l("per hour begun"),
        TariffForm.HALF_DAY: _l("per half day"),
        TariffForm.DAY: _l("per day"),
        TariffForm.PER_24H: _l("per 24 hours"),
        TariffForm.PER_SAMPLE: _l("per sample"),
        TariffForm.PER_POINT: _l("per point"),
        TariffForm.PER_COMPONENT: _l("per component"),
        TariffForm.PER_CASE: _l("per case"),
    },
    OrganizationKind: {
        OrganizationKind.PREFECTURE: _l("Prefecture"),
        OrganizationKind.PUBLIC_INSTITUTE: _l("Public research institute"),
        OrganizationKind.UNIVERSITY: _l("University"),
        OrganizationKind.COLLEGE: _l("College of technology"),
        OrganizationKind.SUPPORT_ORGANIZATION: _l("Support organization"),
        OrganizationKind.BANK: _l("Bank"),
        OrganizationKind.OTHER: _l("Other"),
    },
    LegalForm: {
        LegalForm.PERMISSION: _l("permission"),
        LegalForm.APPROVAL: _l("approval"),
        LegalForm.CONTRACT: _l("contract"),
    },
    Payment: {
        Payment.ADVANCE: _l("In advance"),
        Payment.INVOICE: _l("By invoice afterwards"),
    },
    DayState: {
        DayState.FREE: _l("free"),
        DayState.PARTLY: _l("partly free"),
        DayState.FULL: _l("fully taken"),
        DayState.CLOSED: _l("closed day"),
        DayState.OUTSIDE: _l("not open for requests"),
    },
}

MARKS = {
    DayState.FREE: "○",
    DayState.PARTLY: "△",
    DayState.FULL: "×",
    DayState.CLOSED: "–",
    DayState.OUTSIDE: "・",
}


@bp.app_template_filter()
def in_words(value: StrEnum) -> str:
    """The value of a closed list as people say it."""
    return str(WORDS[type(value)][value])


@bp.app_template_filter()
def mark(state: DayState) -> str:
    """The sign of a day's state; the words stand beside it for those who do not see it."""
    return MARKS[state]


@bp.app_template_filter()
def weekday(number: int) -> str:
    """月 / Mon, from 0 for Monday."""
    return str(get_day_names("abbreviated", locale=get_locale())[number])


@bp.app_template_filter()
def telephone_or_not(telephone: str) -> str:
    """The number, or that nobody has confirmed one."""
    return telephone or _("telephone number not confirmed")
