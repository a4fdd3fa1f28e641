/** One row of the table: HTTP status and the sentence in both languages. */
export interface ErrorText {
  readonly status: number
  readonly zh: string
  readonly en: string
}
