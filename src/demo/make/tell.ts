/** Tells the person at the terminal what is being done. */
export type Tell = (zh: string, en: string) => void
