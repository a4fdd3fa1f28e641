import type { Sheet } from './contract.ts'

/**
 * A small ward made for withholding: 600 persons, of whom one is the only one in LONELY (person 10, illness SECRET-10,
 * cost 777777.77), nine have FEW-9, and twelve are in town TWELVE. Everybody else is ordinary.
 */
export const WARD: Sheet = {
  'visit*': `
    join VARCHAR: id;
    identity VARCHAR: psn;
    hidden VARCHAR: name;
    compare DATE: born;
    group VARCHAR: sex district hosp town dise;
    group INTEGER: age;
    group DATE: day;
    measure DECIMAL(12,2): cost;
    measure INTEGER: days`,
  'line*': `
    join VARCHAR: id;
    identity VARCHAR: psn;
    group VARCHAR: item;
    measure DECIMAL(12,2): amount`,
  dise_b: `
    open VARCHAR: dise title`,
}

export const WARD_JOINS = ['visit.psn = line.psn', 'visit.id = line.id', 'visit.dise = dise_b.dise'] as const

/** One SELECT for each table. Person 10's numbers stand out so that any trace of them in an answer is seen. */
export const WARD_ROWS: Readonly<Record<string, string>> = {
  visit: `
    SELECT i::UINTEGER AS __insured, 'V' || i AS id, 'P' || i AS psn, 'N' || i AS name,
      DATE '1940-01-15' + CAST(i % 600 * 30 AS INTEGER) AS born, CAST(1 + i % 2 AS VARCHAR) AS sex, 'D' || (i % 5) AS district,
      'H' || (i % 6) AS hosp,
      CASE WHEN i = 10 THEN 'LONELY' WHEN i BETWEEN 41 AND 52 THEN 'TWELVE' ELSE 'T' || (i % 9) END AS town,
      CASE WHEN i = 10 THEN 'SECRET-10' WHEN i BETWEEN 1 AND 9 THEN 'FEW-9'
        WHEN i % 3 = 0 THEN 'A' WHEN i % 3 = 1 THEN 'B' ELSE 'C' END AS dise,
      CASE WHEN i = 10 THEN 107 ELSE 20 + i % 60 END AS age, DATE '2024-01-01' + CAST(i % 300 AS INTEGER) AS day,
      CAST(CASE WHEN i = 10 THEN 777777.77 ELSE 100 + (i * 37) % 900 END AS DECIMAL(12,2)) AS cost,
      CASE WHEN i = 10 THEN 4242 ELSE 1 + i % 9 END AS days
    FROM range(1, 601) r(i)`,
  line: `
    SELECT i::UINTEGER AS __insured, 'V' || i AS id, 'P' || i AS psn,
      CASE WHEN i = 10 THEN 'ORPHAN' ELSE 'I' || (i % 4) END AS item,
      CAST(CASE WHEN i = 10 THEN 888888.88 ELSE i % 50 END AS DECIMAL(12,2)) AS amount
    FROM range(1, 601) r(i), range(2)`,
  dise_b: `
    SELECT * FROM (VALUES ('A', 'Illness A'), ('B', 'Illness B'), ('C', 'Illness C'), ('FEW-9', 'Rare'),
      ('SECRET-10', 'Very rare')) v(dise, title)`,
}
