"""What the categories of instruments are called: data of the catalogue, searched and shown."""

from typing import NamedTuple

from instruments.words import Category


class Name(NamedTuple):
    ja: str
    en: str


CATEGORY_NAMES: dict[Category, Name] = {
    Category.OBSERVATION: Name("観察", "Observation"),
    Category.SAMPLE_PREPARATION: Name("試料作製", "Sample preparation"),
    Category.ELEMENTAL_ANALYSIS: Name("元素分析", "Elemental analysis"),
    Category.SURFACE_ANALYSIS: Name("表面分析", "Surface analysis"),
    Category.STRUCTURE_ANALYSIS: Name("結晶構造解析", "Structure analysis"),
    Category.CHEMICAL_ANALYSIS: Name("化学分析", "Chemical analysis"),
    Category.THERMAL_ANALYSIS: Name("熱分析", "Thermal analysis"),
    Category.NONDESTRUCTIVE_INSPECTION: Name("非破壊検査", "Non-destructive inspection"),
    Category.DIMENSIONAL_MEASUREMENT: Name("寸法・形状測定", "Dimensional measurement"),
    Category.THICKNESS_MEASUREMENT: Name("膜厚測定", "Thickness measurement"),
    Category.MECHANICAL_TEST: Name("機械試験", "Mechanical test"),
    Category.ENVIRONMENTAL_TEST: Name("環境試験", "Environmental test"),
    Category.RELIABILITY_TEST: Name("信頼性評価", "Reliability test"),
    Category.EMC: Name("EMC・電波", "EMC and radio"),
    Category.ELECTRICAL_MEASUREMENT: Name("電気測定", "Electrical measurement"),
    Category.OPTICAL_MEASUREMENT: Name("光学測定", "Optical measurement"),
    Category.SEMICONDUCTOR_PROCESS: Name("微細加工", "Semiconductor process"),
    Category.SURFACE_TREATMENT: Name("表面処理", "Surface treatment"),
    Category.PRINTING: Name("印刷", "Printing"),
    Category.COATING: Name("塗布", "Coating"),
    Category.HEAT_TREATMENT: Name("熱処理・焼成", "Heat treatment"),
    Category.VACUUM_PROCESS: Name("真空成膜", "Vacuum process"),
    Category.ASSEMBLY: Name("実装・組立", "Assembly"),
    Category.ADDITIVE_MANUFACTURING: Name("3D造形", "Additive manufacturing"),
    Category.MACHINING: Name("機械加工", "Machining"),
    Category.POLYMER_PROCESSING: Name("樹脂加工", "Polymer processing"),
    Category.MATERIAL_SYNTHESIS: Name("材料合成", "Material synthesis"),
    Category.BATTERY_PROCESS: Name("電池試作", "Battery process"),
    Category.DIGITAL_DESIGN: Name("デジタル設計", "Digital design"),
    Category.TEXTILE_TEST: Name("繊維試験", "Textile test"),
    Category.WOOD_TEST: Name("木材試験", "Wood test"),
    Category.FOOD_ANALYSIS: Name("食品分析", "Food analysis"),
    Category.FOOD_PROCESSING: Name("食品加工", "Food processing"),
    Category.RADIATION_MEASUREMENT: Name("放射線測定", "Radiation measurement"),
    Category.TEST_FIELD: Name("実証試験場", "Test field"),
    Category.LABORATORY_SPACE: Name("実験室", "Laboratory space"),
}
