/** What the QR code holds: every key, one a line, as a verifier takes them. With one of two, the 国密 chain is nobody's. */
export const pinText = (vkeys: string): string => vkeys.trim()
