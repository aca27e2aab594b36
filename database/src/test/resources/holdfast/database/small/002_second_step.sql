CREATE TABLE span (
  place text NOT NULL,
  during tstzrange NOT NULL,
  CONSTRAINT span_apart EXCLUDE USING gist (place WITH =, during WITH &&)
);
