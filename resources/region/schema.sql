-- The tables of a region's view, the same in DuckDB and in PostgreSQL. What has no value is null.
CREATE TABLE region_format (version INTEGER NOT NULL);
INSERT INTO region_format VALUES (1);
-- One row for each year of each council. "parts" says what the council shared: an absent part is not a zero.
CREATE TABLE region_share (
    id VARCHAR PRIMARY KEY, council_key VARCHAR NOT NULL, council VARCHAR NOT NULL, code VARCHAR, kind VARCHAR,
    region VARCHAR, year VARCHAR NOT NULL, as_at VARCHAR, made_at VARCHAR, parts VARCHAR, rating VARCHAR,
    percent INTEGER, file VARCHAR, fingerprint VARCHAR NOT NULL
);
CREATE TABLE region_score (share VARCHAR NOT NULL, statement VARCHAR NOT NULL, score INTEGER NOT NULL);
CREATE TABLE region_measure (
    share VARCHAR NOT NULL, title VARCHAR NOT NULL, code VARCHAR, unit VARCHAR, better VARCHAR,
    period VARCHAR NOT NULL, value DOUBLE PRECISION NOT NULL, target DOUBLE PRECISION
);
CREATE TABLE region_measure_statement (share VARCHAR NOT NULL, title VARCHAR NOT NULL, statement VARCHAR NOT NULL);
CREATE TABLE region_coverage (
    share VARCHAR NOT NULL, statement VARCHAR NOT NULL, category VARCHAR NOT NULL, asked INTEGER NOT NULL,
    have INTEGER NOT NULL
);
CREATE TABLE region_action (
    share VARCHAR NOT NULL, statement VARCHAR, status VARCHAR NOT NULL, number INTEGER NOT NULL, late INTEGER NOT NULL
);
