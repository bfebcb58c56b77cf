"""The files of the catalogue and the columns of each, in the order in which they are written."""

from instruments import cells
from instruments.cells import member_of, members_of, number, number_or_none
from instruments.csv_files import Column
from instruments.words import (
    AgreementScope,
    Attended,
    Category,
    Field,
    Guidance,
    InstrumentState,
    LegalForm,
    OperatedBy,
    OrganizationKind,
    Payment,
    RateRule,
    Service,
    Sharing,
    TariffForm,
)

_SOURCED = (Column("source", cells.some_text), Column("verified", cells.yes_or_no))
_VALIDITY = (Column("valid_from", cells.day_or_none), Column("valid_to", cells.day_or_none))
_NAMES = (Column("name_ja", cells.some_text), Column("name_en", cells.text))

ORGANIZATIONS = "organizations.csv"
FACILITIES = "facilities.csv"
OPENING_HOURS = "opening_hours.csv"
CLOSURE_DAYS = "closure_days.csv"
CAPABILITIES = "capabilities.csv"
TROUBLES = "troubles.csv"
INSTRUMENTS = "instruments.csv"
TARIFFS = "tariffs.csv"
AGREEMENTS = "agreements.csv"

FILES: dict[str, tuple[Column, ...]] = {
    ORGANIZATIONS: (
        Column("code", cells.code),
        *_NAMES,
        Column("kind", member_of(OrganizationKind)),
        Column("prefecture_jis", cells.prefecture),
        Column("address", cells.text),
        Column("role_ja", cells.text),
        Column("role_en", cells.text),
        Column("fields", members_of(Field)),
        Column("legal_form", member_of(LegalForm)),
        Column("sharing_mode", member_of(Sharing)),
        *_VALIDITY,
        Column("successor_code", cells.code_or_none),
        *_SOURCED,
    ),
    FACILITIES: (
        Column("code", cells.code),
        Column("organization_code", cells.code),
        *_NAMES,
        Column("prefecture_jis", cells.prefecture),
        Column("address", cells.text),
        Column("zone", cells.zone),
        Column("section_ja", cells.text),
        Column("section_en", cells.text),
        Column("telephone", cells.text),
        Column("notice_days", number(0)),
        Column("months_ahead", number(1)),
        Column("longest_use_minutes", number_or_none(1)),
        Column("prior_consultation", cells.yes_or_no),
        Column("one_person_one_instrument", cells.yes_or_no),
        Column("terms_ja", cells.text),
        Column("terms_en", cells.text),
        Column("answer_deadline_days", number(1)),
        Column("cancellation_free_days", number(0)),
        Column("cancellation_fraction_percent", number(0, 100)),
        Column("needs_permission", cells.yes_or_no),
        Column("payment", member_of(Payment)),
        Column("use_word_ja", cells.some_text),
        Column("test_word_ja", cells.some_text),
        Column("sharing", member_of(Sharing)),
        Column("closed_year_end", cells.yes_or_no),
        Column("closed_on_holidays", cells.yes_or_no),
        *_SOURCED,
    ),
    OPENING_HOURS: (
        Column("facility_code", cells.code),
        Column("weekday", number(0, 6)),
        Column("opens", cells.time_of_day),
        Column("closes", cells.time_of_day),
    ),
    CLOSURE_DAYS: (
        Column("facility_code", cells.code),
        Column("day", cells.day),
        Column("reason_ja", cells.text),
        Column("reason_en", cells.text),
    ),
    CAPABILITIES: (
        Column("code", cells.code),
        *_NAMES,
        Column("everyday_words", cells.text),
    ),
    TROUBLES: (
        Column("code", cells.code),
        *_NAMES,
        Column("reading", cells.text),
        Column("everyday_words", cells.text),
        Column("capabilities", cells.codes),
    ),
    INSTRUMENTS: (
        Column("code", cells.code),
        Column("facility_code", cells.code),
        *_NAMES,
        Column("reading", cells.text),
        Column("category", member_of(Category)),
        Column("maker_model", cells.text),
        Column("capabilities", cells.codes),
        Column("operated_by", member_of(OperatedBy)),
        Column("guidance", member_of(Guidance)),
        Column("attended", member_of(Attended)),
        Column("start_minutes", number(0)),
        Column("end_minutes", number(0)),
        Column("typical_minutes", number(1)),
        Column("min_minutes", number(1)),
        Column("max_minutes", number(1)),
        Column("grid_minutes", cells.grid_minutes),
        Column("fixed_starts", cells.times_of_day),
        Column("units", number(1, 99)),
        Column("batch_capacity", number(1)),
        Column("changeover_family", cells.text),
        Column("changeover_minutes", number(0)),
        Column("conditions_ja", cells.text),
        Column("conditions_en", cells.text),
        Column("notes_ja", cells.text),
        Column("notes_en", cells.text),
        Column("state", member_of(InstrumentState)),
        Column("lendable", cells.yes_or_no),
        *_SOURCED,
    ),
    TARIFFS: (
        Column("instrument_code", cells.code_or_none),
        Column("facility_code", cells.code_or_none),
        Column("service", member_of(Service)),
        Column("form", member_of(TariffForm)),
        Column("first_yen", number(0)),
        Column("further_yen", number_or_none(0)),
        Column("setup_yen", number(0)),
        Column("extension_yen", number_or_none(0)),
        Column("times_samples", cells.yes_or_no),
        Column("after_hours_percent", number(0)),
        Column("urgent_percent", number(0)),
        Column("lower_after_hours", number_or_none(1)),
        Column("lower_yen", number_or_none(0)),
        Column("outside_percent", number(0)),
        Column("surcharge_exempt", cells.yes_or_no),
        Column("rounding_yen", number(1)),
        Column("valid_from", cells.day),
        Column("valid_to", cells.day_or_none),
        Column("legal_basis", cells.some_text),
        *_SOURCED,
    ),
    AGREEMENTS: (
        Column("code", cells.code),
        *_NAMES,
        Column("active", cells.yes_or_no),
        Column("scope", member_of(AgreementScope)),
        Column("rate_rule", member_of(RateRule)),
        *_VALIDITY,
        Column("members", cells.prefectures),
        *_SOURCED,
    ),
}
