"""The closed lists of the catalogue: how an instrument is run, paid for and shared.

Each value is what the database, the CSV files and the API hold.
"""

from enum import StrEnum


class Field(StrEnum):
    """What an organization knows or supports, in the words of its role in the plan."""

    MACHINERY = "machinery"
    ELECTRONICS = "electronics"
    INFORMATION = "information"
    MEMS = "mems"
    ROBOTICS = "robotics"
    METALS = "metals"
    CHEMISTRY = "chemistry"
    CERAMICS = "ceramics"
    WOOD = "wood"
    FOOD = "food"
    TEXTILES = "textiles"
    DESIGN = "design"
    BIOTECHNOLOGY = "biotechnology"
    ORGANIC_ELECTRONICS = "organic_electronics"
    PRINTED_ELECTRONICS = "printed_electronics"
    TECHNOLOGY = "technology"
    RESEARCH = "research"
    MANAGEMENT = "management"
    FINANCE = "finance"


class OrganizationKind(StrEnum):
    PREFECTURE = "prefecture"
    PUBLIC_INSTITUTE = "public_institute"  # 公設試験研究機関
    UNIVERSITY = "university"
    COLLEGE = "college"
    SUPPORT_ORGANIZATION = "support_organization"
    BANK = "bank"
    OTHER = "other"


class LegalForm(StrEnum):
    """The act by which a use is granted; document titles follow from it."""

    PERMISSION = "許可"
    APPROVAL = "承認"
    CONTRACT = "契約"


class Sharing(StrEnum):
    """How the facility (or the whole organization) takes part in the network."""

    CONFIRMS = "confirms"  # its staff confirm here: what is offered is certain
    INQUIRY_ONLY = "inquiry_only"  # it answers inquiries (照会): shown, never promised


class Payment(StrEnum):
    ADVANCE = "advance"
    INVOICE = "invoice"


class OperatedBy(StrEnum):
    COMPANY = "company"
    STAFF = "staff"
    EITHER = "either"


class Guidance(StrEnum):
    ALWAYS = "always"
    FIRST = "first"  # only a company's first use
    NEVER = "never"


class Attended(StrEnum):
    """Which part of a use the technician stands by."""

    FULL = "full"
    ENDS = "ends"  # `start_minutes` at the start and `end_minutes` at the end
    NONE = "none"
    ON_CALL = "on_call"


class InstrumentState(StrEnum):
    AVAILABLE = "available"
    PAUSED = "paused"  # shown, but no request is taken
    RETIRED = "retired"  # kept for history only


class Service(StrEnum):
    EQUIPMENT_USE = "equipment_use"
    COMMISSIONED_TEST = "commissioned_test"
    GUIDANCE = "guidance"
    LENDING = "lending"


class TariffForm(StrEnum):
    """What one unit of the price is."""

    HOUR_BEGUN = "hour_begun"
    HALF_DAY = "half_day"
    DAY = "day"
    PER_24H = "per_24h"
    PER_SAMPLE = "per_sample"
    PER_POINT = "per_point"
    PER_COMPONENT = "per_component"
    PER_CASE = "per_case"


class AgreementScope(StrEnum):
    CONSULTATION = "consultation"
    EQUIPMENT_USE = "equipment_use"
    COMMISSIONED_TEST = "commissioned_test"
    ALL = "all"


class RateRule(StrEnum):
    INSIDE_RATE = "inside_rate"  # members pay what a company of the home prefecture pays


class Category(StrEnum):
    OBSERVATION = "observation"
    SAMPLE_PREPARATION = "sample_preparation"
    ELEMENTAL_ANALYSIS = "elemental_analysis"
    SURFACE_ANALYSIS = "surface_analysis"
    STRUCTURE_ANALYSIS = "structure_analysis"
    CHEMICAL_ANALYSIS = "chemical_analysis"
    THERMAL_ANALYSIS = "thermal_analysis"
    NONDESTRUCTIVE_INSPECTION = "nondestructive_inspection"
    DIMENSIONAL_MEASUREMENT = "dimensional_measurement"
    THICKNESS_MEASUREMENT = "thickness_measurement"
    MECHANICAL_TEST = "mechanical_test"
    ENVIRONMENTAL_TEST = "environmental_test"
    RELIABILITY_TEST = "reliability_test"
    EMC = "emc"
    ELECTRICAL_MEASUREMENT = "electrical_measurement"
    OPTICAL_MEASUREMENT = "optical_measurement"
    SEMICONDUCTOR_PROCESS = "semiconductor_process"
    SURFACE_TREATMENT = "surface_treatment"
    PRINTING = "printing"
    COATING = "coating"
    HEAT_TREATMENT = "heat_treatment"
    VACUUM_PROCESS = "vacuum_process"
    ASSEMBLY = "assembly"
    ADDITIVE_MANUFACTURING = "additive_manufacturing"
    MACHINING = "machining"
    POLYMER_PROCESSING = "polymer_processing"
    MATERIAL_SYNTHESIS = "material_synthesis"
    BATTERY_PROCESS = "battery_process"
    DIGITAL_DESIGN = "digital_design"
    TEXTILE_TEST = "textile_test"
    WOOD_TEST = "wood_test"
    FOOD_ANALYSIS = "food_analysis"
    FOOD_PROCESSING = "food_processing"
    RADIATION_MEASUREMENT = "radiation_measurement"
    TEST_FIELD = "test_field"
    LABORATORY_SPACE = "laboratory_space"
