"""The problems of cells and rows: values, ids, groups, head-counts, places, words."""

from __future__ import annotations

from beredt.domain.municipality.problem_kind import error, warning
from beredt.kit.language import mark

_CHECK_THE_ID = mark("Correct the id, or add the missing row.")

CELL_PROBLEMS = (
    error("blank_id", mark("The id is blank."), mark("An id."), mark("Fill in the id.")),
    error(
        "blank_value",
        mark("The cell is blank."),
        mark("A value: leaving it out would pass for safety."),
        mark("Fill in the value; an estimate with basis “assumed” is better than a blank."),
    ),
    warning(
        "blank_buffer_hours",
        mark("The buffer is blank and was read as 0 hours."),
        mark("Hours that the asset manages without the supplier."),
        mark("Fill in the hours, or 0."),
    ),
    error("not_a_number", mark("This is not a number."), mark("A number such as 12 or 2.5."), mark("Correct it.")),
    error(
        "not_a_whole_number",
        mark("This is not a whole number."),
        mark("A whole number such as 12."),
        mark("Correct it."),
    ),
    error("not_text", mark("This is not text."), mark("Text."), mark("Correct it.")),
    error(
        "decimal_comma",
        mark("The number has a decimal comma."),
        mark("A number with a decimal point, such as 2.5."),
        mark("Import the file with: beredt municipality import"),
    ),
    error("not_finite", mark("This is not a finite number."), mark("A finite number."), mark("Correct it.")),
    error(
        "out_of_range",
        mark("The number is outside {minimum} to {maximum}."),
        mark("A number from {minimum} to {maximum}."),
        mark("Correct it; check the unit."),
    ),
    warning(
        "implausible_hours",
        mark("This is more than ten years."),
        mark("Hours, at most 87 600."),
        mark("Check the unit; leave a recharge blank rather than writing a huge number."),
    ),
    error(
        "not_a_choice",
        mark("The word is not one of these: {choices}."),
        mark("One of: {choices}."),
        mark("Use one of them, in lower case."),
    ),
    error("not_yes_or_no", mark("This is neither true nor false."), mark("true, false or blank."), mark("Correct it.")),
    error(
        "not_a_date",
        mark("This is not a date."),
        mark("A date such as 2026-03-31, 2026-03 or 2026."),
        mark("Write the year first."),
    ),
    error(
        "cell_too_long",
        mark("The text is longer than {limit} characters."),
        mark("At most {limit} characters."),
        mark("Shorten it."),
    ),
    error(
        "bad_character",
        mark("The cell holds a character that cannot stand here, such as a line break in an id."),
        mark("Printable text."),
        mark("Delete the character."),
    ),
)

ROW_PROBLEMS = (
    error(
        "not_one_municipality",
        mark("The table has {found} rows."),
        mark("Exactly one row: the municipality."),
        mark("Keep one row."),
    ),
    error(
        "duplicate_id",
        mark("{id} was already given in row {first_row}."),
        mark("Each id once."),
        mark("Delete one of the rows or give it an id of its own."),
    ),
    error("unknown_id", mark("{id} is not found in {table}."), mark("An id from {table}."), _CHECK_THE_ID),
    error(
        "self_dependency",
        mark("The asset {id} depends on itself."),
        mark("Another asset as supplier."),
        mark("Delete the row, or name the part of the asset that the rest depends on."),
    ),
    error(
        "group_disagrees",
        mark("The row disagrees with row {first_row} of the same group {id}."),
        mark("The same value in all rows of a group."),
        mark("Give all rows of the group the same value, or give the row a group of its own."),
    ),
    error(
        "profile_disagrees",
        mark("The row disagrees with row {first_row} of the same profile {id}."),
        mark("The same people and area in all rows of a profile."),
        mark("Correct the row, or make two profiles of it."),
    ),
    error(
        "min_up_too_large",
        mark("{min_up} suppliers must be up, but the group {id} has only {suppliers}."),
        mark("A number from 1 to {suppliers}."),
        mark("Lower min_up, or add the missing suppliers."),
    ),
    error(
        "min_up_blank",
        mark("min_up is blank, and the group {id} has {suppliers} suppliers."),
        mark("How many of the suppliers must be up: from 1 to {suppliers}."),
        mark("Write 1 if any of them is enough."),
    ),
    error(
        "people_over_area_population",
        mark("The profiles of the area {id} hold {people} people, but {population} live there."),
        mark("At most {population} people: one person is in one profile."),
        mark("Correct the head-counts or the population."),
    ),
    error(
        "people_over_population",
        mark("The profiles hold {people} people, but {population} live in the municipality."),
        mark("At most {population} people: one person is in one profile."),
        mark("Correct the head-counts or the population."),
    ),
    error(
        "service_over_population",
        mark("The assets that give {service} serve {people} people, but {population} live in the municipality."),
        mark("At most {population} people per service."),
        mark("Fill in people only where an asset serves them directly, and count each person once per service."),
    ),
    error(
        "tolerance_order",
        mark("The tolerances are not in order."),
        mark("tolerance_p10_hours at most tolerance_hours, and that at most tolerance_p90_hours."),
        mark("Correct the hours."),
    ),
    error(
        "tolerance_pair",
        mark("Only one of tolerance_p10_hours and tolerance_p90_hours is filled in."),
        mark("Both or neither."),
        mark("Fill in the other, or leave both blank."),
    ),
    error(
        "low_above_high",
        mark("low is above high."),
        mark("low at most high."),
        mark("Correct the range."),
    ),
    error(
        "end_before_start",
        mark("The outage ends before it starts."),
        mark("end_hours at least start_hours, or blank where the end is unknown."),
        mark("Correct the hours."),
    ),
)

PLACE_PROBLEMS = (
    error(
        "not_a_feature_collection",
        mark("The file is not a GeoJSON feature collection."),
        mark("An object of type FeatureCollection with a list of features."),
        mark("Export the areas as GeoJSON."),
    ),
    error(
        "bad_feature",
        mark("This is not a GeoJSON feature with properties."),
        mark("An object of type Feature with properties and geometry."),
        mark("Export the areas as GeoJSON."),
    ),
    error(
        "bad_geometry",
        mark("The geometry cannot be read."),
        mark("Coordinates in degrees (longitude, latitude), rings closed and of at least four points; or null."),
        mark("Export the areas as GeoJSON in WGS 84 (EPSG:4326)."),
    ),
    warning(
        "geometry_crosses_itself",
        mark("The outline crosses itself."),
        mark("An outline without crossings."),
        mark("Repair the outline in a map program; whether points lie inside it was not checked."),
    ),
    warning(
        "geometry_outside_denmark",
        mark("The area lies outside Denmark."),
        mark("Longitude 7 to 16, latitude 54 to 58.5."),
        mark("Check that the coordinates are longitude first, in degrees."),
    ),
    warning(
        "point_swapped",
        mark("Longitude and latitude seem to be swapped."),
        mark("Longitude 7 to 16, latitude 54 to 58.5."),
        mark("Swap them."),
    ),
    warning(
        "point_outside_denmark",
        mark("The point lies outside Denmark."),
        mark("Longitude 7 to 16, latitude 54 to 58.5."),
        mark("Check the coordinates."),
    ),
    warning(
        "point_outside_area",
        mark("The point lies outside its area {id}."),
        mark("A point inside the area."),
        mark("Correct the point or the area."),
    ),
    warning(
        "half_point",
        mark("Only one of longitude and latitude is filled in; the place is not known."),
        mark("Both or neither."),
        mark("Fill in the other."),
    ),
)

DOUBTS = (
    warning(
        "ring_without_source",
        mark("These {count} keep each other up, even when all else that supplies them is down: {ids}."),
        mark("Suppliers that lead to a source outside the ring."),
        mark(
            "Name the sources behind the others as suppliers, not the others themselves; as it stands, the ring looks "
            "safer than it is."
        ),
    ),
    warning(
        "unknown_municipality",
        mark("{word} is not a Danish municipality code."),
        mark("A code such as 400."),
        mark("Check the code."),
    ),
    warning(
        "unknown_kind",
        mark("The kind {word} is not in the vocabulary."),
        mark("A kind from the vocabulary."),
        mark("Check the spelling; scenarios and measures find assets by kind and may pass this one by."),
    ),
    warning(
        "unknown_service",
        mark("The service {word} is not in the vocabulary."),
        mark("A service from the vocabulary."),
        mark("Check the spelling."),
    ),
    warning(
        "unknown_need_type",
        mark("The need type {word} is not in the vocabulary."),
        mark("A need type from the vocabulary."),
        mark("Check the spelling."),
    ),
    warning(
        "unknown_row_key",
        mark("{id} is not found in {table}: this origin concerns nothing."),
        mark("The id of a row; asset_id/group_id or profile_id/group_id for groups."),
        _CHECK_THE_ID,
    ),
    warning(
        "unknown_table",
        mark("{word} is not a table of a pack: this origin concerns nothing."),
        mark("The name of a table, such as dependencies."),
        mark("Check the spelling."),
    ),
    warning(
        "unknown_column",
        mark("{word} is not a column of {table}: this origin concerns nothing."),
        mark("The name of a column."),
        mark("Check the spelling."),
    ),
    warning(
        "areas_over_population",
        mark("The areas hold {people} people, but {population} live in the municipality."),
        mark("At most {population} people."),
        mark("Check the populations and their dates."),
    ),
)
