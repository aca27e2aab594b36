CREATE TABLE span (
  place text NOT NULL,
  during tstzrange NOT NULL,
  CONSTRAINT span_apart EXCLUDE USING gist (place WITH =, during WITH &&)
);

CREATE TABLE seen AS SELECT current_setting('TimeZone') AS zone;
