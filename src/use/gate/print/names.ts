/** SQL is printed from the plan: quoted identifiers and typed literals, never a piece of the user's text. */

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

/** Our own short names; a table of the contract is never referred to by its name outside FROM. */
export const scanName = (scan: number): string => `t${scan}`
/** Column `index` of a derived table. */
export const derivedName = (scan: number, index: number): string => `${scanName(scan)}.c${index}`
/** The person of a derived table, and its institutions. */
export const PERSON = '__p'
export const institutionName = (index: number): string => `__i${index}`
/** The dense insured number in the files (design: never shown). */
export const INSURED = '"__insured"'
