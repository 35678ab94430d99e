// How long a person's words may be, in UTF-16 units: those of a text's length here and of Dynamics' columns.

export const NOTE_UNITS_MAX = 800;
export const SUBJECT_UNITS_MAX = 200;
