import type { BodyKeyView } from '../../../../src/flow/contract/signing/keys.ts'

/** Keys that the body keeps itself and that are in force: while there is one, the space does not sign for it. */
export const outsideKeys = (keys: readonly BodyKeyView[]): BodyKeyView[] =>
  keys.filter(({ label, revokedAt }) => revokedAt === null && (label === 'external' || label === 'ca'))

/** What is signed outside for one contract. */
export const textToSign = (contractText: string, hash: string): string => contractText.replace('HASH', hash)

/** base64 as tools print it, without the breaks of its lines. */
export const pasted = (text: string): string => text.replaceAll(/\s/g, '')
