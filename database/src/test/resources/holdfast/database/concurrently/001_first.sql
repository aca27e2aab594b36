CREATE TABLE place (
  name text NOT NULL,
  CONSTRAINT place_name PRIMARY KEY (name)
);
